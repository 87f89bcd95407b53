from deep.kit.helper import helps
