"""Fields."""


class Flags:
    """A brace of a text that is formatted is written twice."""

    def behind(self, flags):
        return f"<new.fields.Flags: {{{flags}}}>"

    def before(self, flags):
        return f"{{new.fields.Flags: {flags}}}"

    def after(self, flags):
        return f"{{{flags}}} <new.fields.Flags: {flags}>"

    def raw(self, flags):
        return rf"\{{2}}\d new.fields.Flags {flags:{'new.fields'}}"

    def escaped(self, flags):
        return f"\\{{\N{BULLET} \x41}} <new.fields.Flags> {flags}"

    def of_lines(self, flags):
        return f"""}}
  {{ <new.fields.Flags> {flags} }} \
  new.fields.Flags"""

    def joined(self, flags):
        return (
            f"{{{flags}"  # "joined"
            rf"\d {{new.fields.Flags}}"
            f"{{new"
            f".fields.Flags {flags}"
        )

    def formatted(self):
        return "{{ new.fields.Flags: {} }}".format(self)

    def other(self, flags):
        return f"{{{flags}}} fold.fields {{old}} {{bold.fields}}"

    def left(self, flags):
        """Which of the quotes end a piece is not looked for."""
        return f"{flags}" f'{{ "" old.fields' f"{{old.fields}}"
