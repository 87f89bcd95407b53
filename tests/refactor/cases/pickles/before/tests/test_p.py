import pickle

from old.core import C

V0 = (
    b"ccopy_reg\n_reconstructor\np0\n"
    b"(cold.core\nC\np1\nc__builtin__"
    b"\nobject\np2\nNtp3\nRp4\n(dp5\nVy\n"
    b"p6\n(lp7\ng1\naI1\nasb."
)
V2 = (
    b"\x80\x02cold.core\nC\nq\x00)\x81q\x01}q\x02X\x01\x00\x00\x00"
    b"yq\x03]q\x04(h\x00K\x01esb."
)
V4 = (
    b"\x80\x04\x95%\x00\x00\x00\x00\x00\x00\x00\x8c\x08old.core\x94\x8c\x01C\x94\x93\x94"
    b")\x81\x94}\x94\x8c\x01y\x94]\x94(h\x02K\x01esb."
)
# no pickle
OTHER = b"old, and other words"


def test_they_load():
    assert all(type(pickle.loads(one)) is C for one in (V0, V2, V4))
    with open("tests/state.pkl", "rb") as opened:
        assert type(pickle.load(opened)) is C
