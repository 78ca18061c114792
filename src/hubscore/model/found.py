"""stub: to be replaced"""
def describe(value: object) -> str:
    return repr(value)[:40]
