from tests.helpers import X
def test(): assert X
