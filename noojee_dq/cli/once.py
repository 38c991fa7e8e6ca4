"""Commands that refuse an option given twice, as the last one would win without a word, and say in JSON if asked."""

from typing import Any, Final

from typer import BadParameter
from typer.core import TyperCommand

from noojee_dq.cli.messages import fail_in_json

#: Typer has no name of its own for what is wrong with a command line.
_USAGE_ERROR: Final[Any] = BadParameter.__base__


class OnceCommand(TyperCommand):
    """A command whose options, but for those that are repeatable, may be given once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments of the command.

        Args:
            ctx: its context.
            args: as they were typed.

        Raises:
            UsageError: they cannot be understood, or an option that is not repeatable was given twice.
        """
        try:
            self._refuse_twice(ctx, args)
            return super().parse_args(ctx, args)
        except _USAGE_ERROR as error:
            fail_in_json(error.format_message(), error.exit_code)
            raise

    def _refuse_twice(self, ctx: Any, args: list[str]) -> None:
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in given:
            if (
                given.count(option) > 1
                and not getattr(option, "multiple", False)
                and option.param_type_name == "option"
            ):
                ctx.fail(f"{max(option.opts, key=len)} was given {given.count(option)} times: give it once")
