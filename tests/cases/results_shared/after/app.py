from modern.store import info, read


def the_same(x):
    one = info(1).model_dump()
    other = one
    third = other
    one.pop("step")
    return other["step"], third["name"]


def changed_through_the_other():
    one = info(1).model_dump()
    other = one
    other.update(a=1)
    return one["step"]


def perhaps_the_same(x):
    one = info(1).model_dump()
    other = one if x else info(2)
    one["step"] = 3
    return other["step"], one["name"]


def in_a_list():
    one = info(1).model_dump()
    rows = [one, info(2)]
    one["step"] = 2
    return rows[0]["step"]


def at_once():
    one = other = info(1)
    one["step"] = 2
    return other["step"]


def unchanged():
    one = info(1)
    other = one
    return other.step, one.name


def what_is_dropped_acts(options):
    read("a", debug=options.pop("debug"))
    read("a", debug=(log := 1))
    read("a")
    return log
