"""What a value is an instance of, beyond its kind: a time is no count, a month no day."""

from poa_ai.values import Kind


def sort_of(kind: str, key: str) -> str:
    """Of numbers: a time, a long id, or a count; of dates: a day, a month or a year."""
    if kind == Kind.NUMBER:
        return "time" if ":" in key else "id" if len(key) > 6 else "count"
    if kind == Kind.DATE:
        form = key.partition("|")[0]
        return (
            "day"
            if len(form) == 10 or (len(form) == 7 and form[0] == "-")
            else "year"
            if form.isdecimal()
            else "month"
        )
    return ""
