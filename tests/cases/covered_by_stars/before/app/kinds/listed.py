import asyncio as times

__all__ = ("listed",)


def listed():
    return times
