"""Commands that refuse an option given twice: the last one would win without a word."""

from typing import Any

from typer.core import TyperCommand


class OnceCommand(TyperCommand):
    """A command whose options, but for those that are repeatable, may be given once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments of the command.

        Args:
            ctx: its context.
            args: as they were typed.

        Raises:
            UsageError: an option that is not repeatable was given twice; the text names it.
        """
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in given:
            if (
                given.count(option) > 1
                and not getattr(option, "multiple", False)
                and option.param_type_name == "option"
            ):
                ctx.fail(f"{max(option.opts, key=len)} was given {given.count(option)} times: give it once")
        return super().parse_args(ctx, args)
