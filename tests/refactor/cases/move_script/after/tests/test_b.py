from tests.support.helpers import X
def test(): assert X
