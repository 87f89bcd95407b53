from deep.helper import helps
