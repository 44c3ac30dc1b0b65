"""The chapter of the page that tells what changed: a plot for each scorer that decides, and all figures."""

from __future__ import annotations

from collections.abc import Sequence

from poa_ai.evaluation.comparison import Comparison, Effect
from poa_ai.evaluation.reporting.advice import Way, way
from poa_ai.evaluation.reporting.figures import MINUS, chance, figure, flips, interval, plural, signed
from poa_ai.evaluation.reporting.markup import folded, listed, table, text
from poa_ai.evaluation.reporting.pairing import all_tries, differences
from poa_ai.evaluation.reporting.plots import effect_plot, reach
from poa_ai.evaluation.scorer import Better

_WORDS = {
    Way.BETTER: "\u25b2 better",
    Way.WORSE: "\u25bc worse",
    Way.SAME: "= same",
    Way.OPEN: "? unclear",
}


def effects(found: Comparison) -> str:
    """The chapter about the scorers: a plot for each that decides, and all figures folded."""
    deciding = [effect for effect in found.effects if effect.decides]
    if not found.effects:
        return "<p>No scorer has a score in both runs.</p>"
    changes = [differences(found, effect) for effect in deciding]
    wide = reach(deciding, changes, found.margin)
    plots = "".join(_plotted(*pair, wide, found) for pair in zip(deciding, changes, strict=True))
    scale = f"<span>{MINUS}{figure(wide)} worse</span><span>0</span><span>better +{figure(wide)}</span>"
    key = (
        "Dots are cases, larger where several changed alike. The bar is a cautious "
        f"{1 - found.alpha:.0%} interval of the mean change; the words beside it rest on an exact test. "
        f"The grey band is the margin of {figure(found.margin)} that counts as the same."
    )
    axis = f'<div class="effect axis" aria-hidden="true"><div class="scale">{scale}</div></div>'
    shown = f'<div class="effects">{axis}{plots}</div><p class="key">{key}</p>' if deciding else ""
    return shown + folded("All figures", _figures(found))


def _plotted(effect: Effect, changes: Sequence[float], wide: float, found: Comparison) -> str:
    went = way(effect, found)
    lower = "; lower is better" if effect.scorer.better is Better.LOWER else ""
    return (
        f'<div class="effect"><div><h3>{text(effect.scorer.name)}</h3>'
        f"<p>{text(effect.scorer.title)}{lower}</p></div>"
        f"{effect_plot(effect, changes, went, wide, found.margin)}"
        f'<div class="told"><b class="{went}">{_WORDS[went]}</b> '
        f"{figure(effect.before)} \u2192 {figure(effect.after)}"
        f"<br><small>{effect.to_better} to better, {effect.to_worse} to worse</small></div></div>\n"
    )


def _figures(found: Comparison) -> str:
    heads = ("Scorer", "Before", "After", "Change", "Interval", "p adjusted", "Flips", "Least seen", "Test")
    rows = (
        (
            text(effect.scorer.name),
            figure(effect.before),
            figure(effect.after),
            signed(effect.change),
            interval(effect),
            chance(effect.adjusted) if effect.decides else "never decides",
            flips(effect),
            "none" if effect.detectable is None else figure(effect.detectable),
            f"{text(effect.test)}, {plural(effect.cases, 'case')}",
        )
        for effect in found.effects
    )
    several = [
        f"All {entry.k} tries of a case pass <code>{text(entry.scorer)}</code>: "
        f"{figure(entry.before)} \u2192 {figure(entry.after)}"
        for entry in all_tries(found)
    ]
    return table("All figures", heads, rows) + (listed(several) if several else "")
