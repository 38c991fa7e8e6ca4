"""The commands of the program: what is the same for all of them about options, environment and help."""

import os
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from typer import BadParameter
from typer.core import TyperCommand, TyperGroup

from noojee_dq.cli.environment import FILE, from_environment, name_of, options_of, variable, wrong_variable
from noojee_dq.cli.messages import fail_in_json, note

#: Typer has no name of its own for what is wrong with a command line.
_USAGE_ERROR: Final[Any] = BadParameter.__base__
#: How the help calls values; choices are named one by one.
_VALUES: Final = {str: "TEXT", int: "N", float: "N", Path: FILE}


class _PlainFlags:
    """Whose help writes nothing behind a flag."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return arguments and options, that for the help among them."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # of the command beside
        for one in params:
            if getattr(one, "is_flag", False):
                one.metavar = ""
        return params


class Program(_PlainFlags, TyperGroup):
    """The program, whose commands are `OnceCommand`."""


class OnceCommand(_PlainFlags, TyperCommand):
    """A command whose options, but for those that are repeatable, may be given once, or stand in the environment."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        hints = get_type_hints(self.callback)
        for one in self.params:
            if one.param_type_name == "argument":
                _name_argument(one)
            elif one.metavar is None:
                one.metavar = _VALUES.get(_value_type(hints.get(one.name)))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return what stands behind the name of the command in the first line of its help."""
        arguments = (one for one in self.params if one.param_type_name == "argument")
        names = (str(one.metavar) if one.required else f"[{one.metavar}]" for one in arguments)
        return ["[OPTIONS]", *names]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments of the command.

        Args:
            ctx: its context.
            args: as they were typed.

        Raises:
            UsageError: they, or what the environment says instead, cannot be understood, or an option that is not
                repeatable was given twice.
        """
        if ctx.resilient_parsing:  # A shell asks how a word that is being typed may go on.
            return super().parse_args(ctx, args)
        try:
            self._refuse_twice(ctx, args)
            self._take_environment(ctx)
            rest = super().parse_args(ctx, args)
        except _USAGE_ERROR as error:
            _in_plain_words(ctx, error)
            fail_in_json(error.format_message(), error.exit_code)
            raise
        if taken := [variable(name_of(one)) for one in options_of(self) if _is_from_environment(ctx, one)]:
            note(f"from the environment: {', '.join(taken)}")
        return rest

    def _refuse_twice(self, ctx: Any, args: list[str]) -> None:
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in given:
            if (
                given.count(option) > 1
                and not getattr(option, "multiple", False)
                and option.param_type_name == "option"
            ):
                ctx.fail(f"{max(option.opts, key=len)} was given {given.count(option)} times: give it once")

    def _take_environment(self, ctx: Any) -> None:
        """Take what the environment says of options that are not typed."""
        commands = getattr(ctx.find_root().command, "commands", {self.name: self})
        names = {name_of(option) for command in commands.values() for option in options_of(command)}
        if wrong := wrong_variable(os.environ, names):
            ctx.fail(wrong)
        ctx.default_map = from_environment(options_of(self))


def _is_from_environment(ctx: Any, option: Any) -> bool:
    source = ctx.get_parameter_source(option.name)
    return source is not None and source.name == "DEFAULT_MAP"


def _in_plain_words(ctx: Any, error: Any) -> None:
    """Let an error of a value say what it should be, and in which variable it stands."""
    error.message = error.message.removeprefix("Value error, ")
    option = getattr(error, "param", None)
    if getattr(option, "is_flag", False):
        error.message = "it must be true or false"
    if option is not None and _is_from_environment(ctx, option):
        error.param_hint = f"{variable(name_of(option))} in the environment"


def _value_type(hint: Any) -> Any:
    """Return the type of one value of an option, by that of all of its values."""
    kinds = [one for one in get_args(hint) if one is not type(None)]
    return _value_type(kinds[0]) if kinds else hint


def _name_argument(argument: Any) -> None:
    """Let the help call an argument by its name in capitals alone."""
    several = "..." if argument.nargs != 1 else ""
    argument.metavar = argument.metavar or f"{argument.name.upper()}{several}"
    # Typer writes the type of an argument beside its name, whatever that is, and has no setting against it.
    vars(argument)["display_type_rich"] = lambda ctx: ""
