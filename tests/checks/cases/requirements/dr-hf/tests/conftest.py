import freezegun

fixture = freezegun
