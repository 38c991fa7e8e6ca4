"""The commands of the program: what is the same for all of them about options, environment and help."""

import os
from copy import copy
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from typer import BadParameter
from typer.core import TyperCommand, TyperGroup

from noojee_dq.cli.environment import FILE, from_environment, name_of, options_of, variable, wrong_variable
from noojee_dq.cli.failure_form import print_failure, print_failures_as
from noojee_dq.cli.messages import note

#: Typer has no name of its own for what is wrong with a command line.
_USAGE_ERROR: Final[Any] = BadParameter.__base__
#: How pydantic calls what a number should be, which Typer hands on, and what people call it.
_NUMBERS: Final = {"Input should be a valid integer": "a whole number", "Input should be a valid number": "a number"}
#: The parameter that says what is printed, wherever there is one.
_FORMAT: Final = "output_format"
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

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant.

        Args:
            ctx: the context of the program.
            args: as they were typed.

        Raises:
            UsageError: there is none of that name.
        """
        print_failures_as("")
        try:
            return super().resolve_command(ctx, args)
        except _USAGE_ERROR as error:
            print_failure(error.format_message(), error.exit_code)
            raise


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
        usable = _usable(ctx, options_of(self))
        print_failures_as(usable.get(_FORMAT, ""))
        try:
            self._refuse_twice(ctx, args)
            self._refuse_environment(ctx)
            ctx.default_map = usable
            rest = super().parse_args(ctx, args)
        except _USAGE_ERROR as error:
            _in_plain_words(error)
            print_failure(error.format_message(), error.exit_code)
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

    def _refuse_environment(self, ctx: Any) -> None:
        """Refuse variables that stand for no option, or hold what no command can use; this one need not use all."""
        commands = getattr(ctx.find_root().command, "commands", {self.name: self})
        # Its own first: an error says what this command could use.
        options = [option for command in (self, *commands.values()) for option in options_of(command)]
        if wrong := wrong_variable(os.environ, map(name_of, options)):
            ctx.fail(wrong)
        used = {name_of(option) for option in options if _usable(ctx, [option])}
        for option in options:
            if from_environment([option]) and name_of(option) not in used:
                raise _problem(ctx, option)


def _usable(ctx: Any, options: list[Any]) -> dict[str, Any]:
    """Return what the environment says of some options, and they can take."""
    given = from_environment(options)
    return {option.name: given[option.name] for option in options if option.name in given and not _problem(ctx, option)}


def _problem(ctx: Any, option: Any) -> Any:
    """Return the error of the value that the environment has for an option; None = it can be used, or there is none."""
    given = from_environment([option])
    if not given:
        return None
    # What the option does with its value, such as to be quiet, is for the command that has it.
    inert = copy(option)
    inert.callback = None
    try:
        inert.process_value(ctx, given[option.name])
    except _USAGE_ERROR as error:
        error.param_hint = f"{variable(name_of(option))} in the environment"
        return error
    return None


def _is_from_environment(ctx: Any, option: Any) -> bool:
    source = ctx.get_parameter_source(option.name)
    return source is not None and source.name == "DEFAULT_MAP"


def _in_plain_words(error: Any) -> None:
    """Let an error of a value say what it should be."""
    error.message = _plain(error.message.removeprefix("Value error, "))
    if getattr(getattr(error, "param", None), "is_flag", False):
        error.message = "it must be true or false"


def _plain(message: str) -> str:
    """Say what Typer says of a number, which it leaves to pydantic, as a person would."""
    kind = next((kind for said, kind in _NUMBERS.items() if message.startswith(said)), None)
    return f"it must be {kind}" if kind else message.replace("Input should be", "it must be")


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
