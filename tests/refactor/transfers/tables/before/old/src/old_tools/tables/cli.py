import click

from . import read


@click.command()
def main():
    print(read.load())
