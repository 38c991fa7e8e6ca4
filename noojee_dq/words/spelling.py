"""How many letters two words are apart."""

#: How many letters a misspelling has wrong at most, and how many letters of the word there must be for each.
_MOST = 2
_PER_LETTER = 3


def letters_apart(one: str, other: str) -> int:
    """Count the letters that are wrong, missing, too many, or swapped with the next, between two words.

    Example:
        >>> letters_apart("melborne", "melbourne"), letters_apart("perht", "perth"), letters_apart("perth", "darwin")
        (1, 1, 5)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    # Dynamic programming over pairs of letters, of words that begin alike: there are few of them.
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[-1] = min(row[-1], older[j - 2] + 1)
    return row[-1]


def is_misspelling(word: str, name: str) -> bool:
    """Say whether a word is so near to a name, in small letters both, that hardly another can be meant.

    Both begin with the same letter and have the same digits, and at most two letters differ, one in short words.

    Example:
        >>> is_misspelling("sidney", "sydney"), is_misspelling("day 2", "day 1"), is_misspelling("wa", "sa")
        (True, False, False)
    """
    few = min(_MOST, len(name) // _PER_LETTER)
    if word[:1] != name[:1] or abs(len(word) - len(name)) > few or _digits(word) != _digits(name):
        return False
    return letters_apart(word, name) <= few


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
