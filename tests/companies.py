"""Companies whose figures agree: drawn at random, in any size, currency, precision and wording.

Behind each figure stands a true value. It is written as sources write: rounded or cut off to
some digits, with a scale word or without, as a point or as a bound. What is written always
stands for an interval that holds the true value, so no check may find a contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random

import stdnum.isin
from hypothesis import strategies as st

from briefs.faults import Place
from briefs.measures import derive
from briefs.reading import Node, place_at
from briefs.records.book import write_book
from briefs.records.company import Company
from briefs.records.library import Library
from briefs.records.source import Sources
from briefs.rules import rules

ONE, HUNDRED = Decimal(1), Decimal(100)

SCALES = {
    "": ONE,
    " thousand": Decimal(10) ** 3,
    " million": Decimal(10) ** 6,
    " billion": Decimal(10) ** 9,
    "万": Decimal(10) ** 4,
    "亿": Decimal(10) ** 8,
}

SOURCE = {
    "publisher": {"en": "The Gazette"},
    "title": "An offering",
    "language": "en",
    "date": "2026-01-05",
    "retrieved": "2026-01-06",
    "terms": {"en": "None"},
    "sha256": "not held",
    "class": "press",
}
SOURCES = Sources.model_validate({"sources": {"gazette": SOURCE, "herald": SOURCE}})

#: Steps of the exchange differ before; the generator keeps to days for which we know them.
FIRST_DAY = date(2025, 8, 4)


@dataclass
class Pen:
    """Writes true values as a source might; a fine pen writes at least five digits, exactly."""

    random: Random
    fine: bool = False

    def chance(self, part=0.5):
        return self.random.random() < part

    def decimal(self, low, high, places):
        """Draw a number between two bounds."""
        unit = 10**places
        return Decimal(self.random.randint(int(low * unit), int(high * unit))) / unit

    def digits(self, value, least):
        """Write a number in digits: at least so many significant ones, rounded or cut off."""
        significant = self.random.randint(least, 7)
        place = max(value.adjusted() - significant + 1, -6) if value else 0
        unit = Decimal(10) ** min(place, value.adjusted())
        mode = ROUND_DOWN if self.chance(0.3) else ROUND_HALF_UP
        text = f"{(value / unit).quantize(ONE, rounding=mode) * unit:f}"
        whole, _, rest = text.partition(".")
        if unit > 1:
            rest = ""
        if self.chance(0.2):
            whole = f"{int(whole):,}" if int(whole) or not whole.startswith("-") else whole
        return f"{whole}.{rest}" if rest else whole

    def amount(self, value, least=2):
        """Write an amount: in a scale in which the last digit written is a digit."""
        fitting = [
            scale for scale, worth in SCALES.items() if value / worth >= 1 and worth <= value
        ] or [""]
        least = 5 if self.fine else least
        for scale in self.random.sample(fitting, len(fitting)):
            number = value / SCALES[scale]
            text = self.digits(number, max(least, 1))
            # Digits that stand before the point are all significant: 473000 is not 473 thousand.
            if "." in text or number.adjusted() < 7:
                return self._whole(number, text) + scale
        return f"{value.quantize(ONE, rounding=ROUND_HALF_UP):f}"

    def _whole(self, number, text):
        """Write every digit before the point where zeros would stand for rounded ones."""
        if "." in text:
            return text
        return f"{number.quantize(ONE, rounding=ROUND_HALF_UP):f}"

    def percent(self, value):
        """Write a percentage to some decimals, enough that it is not nothing."""
        places = 4 if self.fine else self.random.randint(0, 2)
        while value and places < 6 and abs(value) * 10**places < 10:
            places += 1
        unit = Decimal(1).scaleb(-min(places, 6))
        mode = ROUND_DOWN if self.chance(0.3) else ROUND_HALF_UP
        return f"{value.quantize(unit, rounding=mode):f}%"

    def bound(self, value, qualifier):
        """Write a value as a bound of two or three digits, as writers choose them."""
        name, worth = max(
            ((name, worth) for name, worth in SCALES.items() if worth <= value),
            key=lambda scale: scale[1],
        )
        unit = min(Decimal(10) ** (value.adjusted() - self.random.randint(1, 2)), worth)
        mode = {"over": ROUND_DOWN, "at least": ROUND_DOWN, "about": ROUND_HALF_UP}
        number = (value / unit).quantize(ONE, rounding=mode.get(qualifier, ROUND_CEILING)) * unit
        if number == value and qualifier in ("nearly", "below"):
            number += unit
        return f"{(number / worth).quantize(unit / worth):f}{name}"


@dataclass
class Maker:
    """Makes one company, part by part; the true values are kept by what they are of."""

    pen: Pen
    name: str
    full: bool = False
    tree: dict = field(default_factory=dict)

    def wants(self, part=0.6):
        return self.full or self.pen.chance(part)

    def put(self, path, text):
        *above, last = path.split("/")
        branch = self.tree
        for key in above:
            branch = branch.setdefault(key, {})
        branch[last] = text

    def fact(self, path, text, unit, **more):
        self.put(path, {"value": text, "unit": unit, "at": "¶1", **more})

    # --- the parts

    def make(self):
        self.tree = {
            "id": self.name,
            "source": "gazette",
            "names": {"short": {"en": "Ant"}},
            "industry": {"en": "Insects"},
            "line": {"en": "Hills"},
            "listing": {"board": "main-board", "instrument": "h-shares"},
        }
        self.dates()
        self.codes()
        self.offer()
        if self.wants(0.7):
            self.debut()
        self.accounts()
        if self.wants():
            self.people()
        if self.wants():
            self.holders()
        if self.wants(0.3):
            self.reprints()
        return self.tree

    def dates(self):
        day = FIRST_DAY + timedelta(self.pen.random.randint(0, 300))
        opens = _weekday(day)
        closes = _weekday(opens + timedelta(self.pen.random.randint(3, 5)))
        pricing = closes + timedelta(1)
        results = pricing + timedelta(self.pen.random.randint(1, 2))
        listing = _weekday(results + timedelta(1))
        self.opens, self.listing = opens, listing
        known = {"offer_opens": opens, "offer_closes": closes, "pricing": pricing}
        known |= {"results": results, "listing": listing}
        known["stabilisation_ends"] = closes + timedelta(30)
        for name, when in known.items():
            if name in ("offer_opens", "offer_closes", "listing") or self.wants():
                self.put(f"timetable/{name}", {"date": str(when), "at": "¶1"})
        self.tree["as_of"] = str(listing + timedelta(20))

    def codes(self):
        code = (
            f"{self.pen.random.choice((0, 1, 2, 3, 6, 9)):02d}{self.pen.random.randint(0, 999):03d}"
        )
        self.put("identifiers/ticker", code)
        self.put("identifiers/mic", "XHKG")
        if self.wants():
            stem = f"HK0000{self.pen.random.randint(0, 99999):05d}"
            self.put("identifiers/isin", stem + stdnum.isin.calc_check_digit(stem))

    def offer(self):
        pen = self.pen
        self.price = price = pen.decimal(2, 150, 2)
        self.lot = lot = Decimal(pen.random.choice((50, 100, 200, 500, 1000)))
        self.fact("offer/price", f"{price:f}", "HKD")
        self.fact("offer/board_lot", f"{lot:f}", "shares")
        top = price
        if self.wants(0.4):
            low, top = price - pen.decimal(0, 1, 2), price + pen.decimal(0, 3, 2)
            self.fact("offer/price_low", f"{low:f}", "HKD")
            self.fact("offer/price_high", f"{top:f}", "HKD")
        if self.wants():
            fee = rules().fees.entry_fee(top * lot, self.opens)
            self.fact("offer/entry_fee", f"{fee:,f}" if pen.chance() else f"{fee:f}", "HKD")
        self.shares(top)

    def shares(self, top):
        pen, lot, price = self.pen, self.lot, self.price
        total = lot * pen.random.randint(20_000, 2_000_000)
        public = (total / lot * pen.random.choice((10, 20, 60)) / 100).quantize(ONE) * lot
        adjusted = (total / lot * 15 / 100).quantize(ONE, rounding=ROUND_DOWN) * lot
        grown = self.wants(0.3)
        final = total + adjusted if grown else total
        extra = ((total + adjusted * grown) / lot * 15 / 100).quantize(
            ONE, rounding=ROUND_DOWN
        ) * lot
        count = (lambda value: f"{value:f}") if self.full or pen.chance() else pen.amount
        if self.wants(0.8):
            self.fact("offer/shares/total", count(total), "shares")
            self.fact("offer/shares/public", count(public), "shares")
            self.fact("offer/shares/international", count(total - public), "shares")
            if grown:
                self.fact("offer/shares/size_adjustment", count(adjusted), "shares")
                self.fact("offer/shares/final", count(final), "shares")
            if self.wants():
                self.fact("offer/shares/over_allotment", count(extra), "shares")
        self.proceeds(final * price)
        if self.wants(0.5):
            self.cornerstones(total, final, top)
        self.issue(final)

    def issue(self, final):
        pen = self.pen
        self.whole = final * pen.random.randint(2, 12)
        if self.wants():
            self.fact("offer/shares_in_issue", pen.amount(self.whole, 3), "shares")
        if self.wants():
            self.fact("offer/market_cap", pen.amount(self.whole * self.price), "HKD")
        if self.wants():
            share = final / self.whole * HUNDRED
            self.fact("offer/share_of_issue", pen.percent(share), "percent", basis="issued-shares")

    def proceeds(self, gross):
        pen = self.pen
        net = gross * (1 - pen.decimal(3, 9, 1) / 100)
        self.gross = gross
        if self.wants():
            self.fact("offer/gross_proceeds", pen.amount(gross, 3), "HKD")
        if self.wants():
            self.fact("offer/net_proceeds", pen.amount(net, 3), "HKD")
        if self.wants():
            uses = []
            for index, part in enumerate(_parts(pen, pen.random.randint(1, 5))):
                use = {"id": f"use-{index}", "purpose": {"en": "Work"}}
                use["share"] = _entry(pen.percent(part), "percent", basis="net-proceeds")
                if self.wants():
                    use["amount"] = _entry(pen.amount(net * part / 100), "HKD")
                uses.append(use)
            self.put("offer/uses", uses)
            self.put("offer/uses_complete", "yes" if self.full or pen.chance() else "no")

    def cornerstones(self, total, final, top):
        pen = self.pen
        known = {"final": final * self.price}
        if total == final:
            known["base-max"] = total * top
        basis = pen.random.choice(sorted(known))
        share = pen.decimal(20, 70, 3)
        paid = known[basis] * share / HUNDRED
        rate = pen.decimal(7.75, 7.85, 4)
        unit = "USD" if pen.chance(0.3) and not self.full else "HKD"
        count = pen.random.randint(1, 9)
        party = {"name": {"en": "A fund"}}
        self.put(
            "cornerstones",
            {
                "count": _entry(str(count), "investors"),
                "amount": _entry(pen.amount(paid / rate if unit == "USD" else paid), unit),
                "share": _entry(pen.percent(share), "percent", basis=basis),
                "named": [party] * (count if self.full else pen.random.randint(0, count)),
                "named_complete": "yes" if self.full else "no",
                "at": "¶1",
            },
        )

    def debut(self):
        pen, day = self.pen, str(self.listing)
        least, most = sorted(self.price * (1 + pen.decimal(-0.3, 2, 4)) for _ in range(2))
        low, high = _on_grid(least, self.listing), _on_grid(most * Decimal("1.02"), self.listing)
        prices = {"low": low, "high": high}
        prices |= {name: _between(pen, low, high, self.listing) for name in ("open", "close")}
        for name, price in prices.items():
            self.fact(f"debut/{name}", f"{price:f}", "HKD", as_of=day)
        for name in ("open", "high", "close"):
            if self.wants():
                gain = (prices[name] / self.price - 1) * HUNDRED
                self.fact(f"debut/gain_{name}", pen.percent(gain), "percent change", as_of=day)
        for name in ("high", "close"):
            if self.wants():
                value = prices[name] * self.whole
                self.fact(f"debut/market_cap_{name}", pen.amount(value), "HKD", as_of=day)
        profit = (high - self.price) * self.lot
        if profit > 1 and self.wants():
            self.fact("debut/profit_per_lot", pen.amount(profit), "HKD", as_of=day)
        if self.wants():
            five = _on_grid(high * pen.decimal(1, 2, 2), self.listing)
            self.fact("debut/high_five_sessions", f"{max(five, high):f}", "HKD", as_of="not stated")

    def accounts(self):
        pen = self.pen
        unit = self.unit = pen.random.choice(("CNY", "HKD", "USD"))
        last = self.listing.year - 1
        years = [f"FY{year}" for year in range(last - pen.random.randint(1, 4), last + 1)]
        first = Decimal(pen.random.randint(10**6, 10**9))
        sales = _walk(pen, first, len(years))
        true = {"revenue": dict(zip(years, sales, strict=True))}
        self.costs(true, years)
        for name, values in true.items():
            if name == "revenue" or self.wants(0.8):
                percent = name in ("gross_margin", "rd_share_of_opex")
                write = pen.percent if percent else (lambda value: pen.amount(value, 3))
                series = {"unit": "percent" if percent else unit, "at": "¶1"}
                series |= {"basis": "revenue"} if percent else {}
                series["values"] = {year: write(value) for year, value in values.items()}
                self.put(f"financials/{name}", series)
        self.growth(true["revenue"], years)
        self.sums(true["loss"], years)
        self.customers(years)
        if self.wants():
            self.lines(true["revenue"], years)
        if self.wants():
            self.market(true["revenue"], years)
        if self.wants(0.3):
            self.products(true["revenue"], years)

    def costs(self, true, years):
        pen = self.pen
        rows = ("gross_margin", "gross_profit", "opex", "rd_expense", "rd_share_of_opex")
        rows += ("rd_staff_cost", "non_operating", "loss")
        true |= {name: {} for name in rows}
        level = true["revenue"][years[0]] * pen.decimal(0.5, 4, 2)
        for year, opex in zip(years, _walk(pen, level, len(years)), strict=True):
            sales = true["revenue"][year]
            margin = pen.decimal(20, 80, 3)
            profit = sales * margin / HUNDRED
            costs = max(opex, profit * Decimal("1.2"))
            share = pen.decimal(20, 80, 3)
            research = costs * share / HUNDRED
            operating = costs - profit
            other = operating * pen.decimal(0.15, 0.25, 3)
            values = (margin, profit, costs, research, share)
            values += (research * pen.decimal(0.4, 0.8, 2), other, operating + other)
            for name, value in zip(rows, values, strict=True):
                true[name][year] = value

    def growth(self, sales, years):
        pen = self.pen
        changes = {}
        for before, after in pairwise(years):
            if self.wants():
                changes[after] = pen.percent((sales[after] / sales[before] - 1) * HUNDRED)
        if self.wants():
            root = (sales[years[-1]] / sales[years[0]]) ** (ONE / (len(years) - 1))
            changes[f"{years[0]}..{years[-1]}"] = pen.percent((root - 1) * HUNDRED)
        if changes:
            series = {"unit": "percent change", "at": "¶1", "values": changes}
            self.put("financials/revenue_change", series)

    def sums(self, losses, years):
        pen = self.pen
        total = sum(losses.values())
        span = f"{years[0]}..{years[-1]}"
        if self.wants() and "loss" in self.tree["financials"]:
            bounds = ("over", "at least", "nearly", "about", "below")
            exact = self.full or pen.chance()
            qualifier = "exact" if exact else pen.random.choice(bounds)
            text = pen.amount(total, 3) if exact else pen.bound(total, qualifier)
            self.fact(
                "financials/cumulative_loss", text, self.unit, period=span, qualifier=qualifier
            )
        if self.wants():
            par, count = pen.decimal(0.01, 1, 2), Decimal(pen.random.randint(10**6, 10**9))
            day = str(self.opens)
            self.fact("financials/par_value", f"{par:f}", self.unit, as_of=day)
            self.fact("financials/shares_issued", f"{count:f}", "shares", as_of=day)
            text = pen.amount(par * count, 3)
            self.fact("financials/registered_capital", text, self.unit, as_of=day)

    def customers(self, years):
        pen = self.pen
        for name, one in (("customers", "largest_customer"), ("suppliers", "largest_supplier")):
            if not self.wants():
                continue
            five = {year: pen.decimal(20, 100, 1) for year in years}
            most = {year: value * pen.decimal(0.3, 0.9, 2) for year, value in five.items()}
            for key, values in ((name, five), (one, most)):
                if key == name or self.wants():
                    series = {"unit": "percent", "at": "¶1", "basis": "revenue"}
                    series["values"] = {year: pen.percent(v) for year, v in values.items()}
                    self.put(f"concentration/{key}", series)

    def lines(self, sales, years):
        pen, count = self.pen, self.pen.random.randint(1, 4)
        parts = {year: _parts(pen, count) for year in years}
        lines = []
        for index in range(count):
            line = {"id": f"line-{index}", "name": {"en": "A line"}, "growth_of": "revenue"}
            shares = {year: pen.percent(parts[year][index]) for year in years}
            line["share"] = {"unit": "percent", "at": "¶1", "basis": "revenue", "values": shares}
            before, after = years[-2], years[-1]
            ratio = parts[after][index] * sales[after] / (parts[before][index] * sales[before])
            if self.wants():
                values = {after: pen.percent((ratio - 1) * HUNDRED)}
                line["growth"] = {"unit": "percent change", "at": "¶1", "values": values}
            lines.append(line)
        self.put("lines", lines)
        self.put("lines_complete", "yes" if self.full or pen.chance() else "no")

    def market(self, sales, years):
        pen, last = self.pen, years[-1]
        share = pen.decimal(0.1, 20, 3)
        sizes = _walk(pen, sales[last] * HUNDRED / share, 2)
        before, after = years[-2], years[-1]
        size = {before: sizes[0] * sales[last] * HUNDRED / share / sizes[1]}
        size[after] = sales[last] * HUNDRED / share
        change = (size[after] / size[before] - 1) * HUNDRED
        firms = pen.random.randint(5, 40)
        leaders = HUNDRED - pen.decimal(4, firms, 2)
        self.put(
            "markets",
            [
                {
                    "id": "hills",
                    "name": {"en": "Hills"},
                    "measured_by": {"en": "revenue"},
                    "size": _series(self.unit, {y: pen.amount(v, 3) for y, v in size.items()}),
                    "growth": _series("percent change", {after: pen.percent(change)}),
                    "participants": _entry(str(firms), "companies", period=after),
                    "largest_other": _entry("1%", "percent", basis="market", period=after),
                }
            ],
        )
        mine = _series("percent", {after: pen.percent(share)}, basis="market")
        theirs = _series("percent", {after: pen.percent(leaders)}, basis="market")
        common = {"field": {"en": "Hills"}, "market": "hills"}
        self.put(
            "shares",
            [
                {"id": "own", "of": [self.name], "share": mine, **common},
                {"id": "leaders", "of": ["bee", "wasp"], "share": theirs, **common},
            ],
        )

    def products(self, sales, years):
        price = self.pen.decimal(5, 500, 2)
        units = {year: f"{max((sales[year] / price).quantize(ONE), ONE):f}" for year in years}
        low, high = f"{price * Decimal('0.9'):f}", f"{price * Decimal('1.1'):f}"
        product = {"name": "Hill", "status": "on sale", "what": {"en": "A hill"}, "at": "¶1"}
        self.put("products", [product | {"units": _series("chips", units)}])
        band = {"low": low, "high": high, "unit": self.unit, "because": "reckoned"}
        self.put("unit_price", band)

    def people(self):
        pen, day = self.pen, str(self.opens)
        staff = pen.random.randint(50, 5000)
        research = pen.random.randint(10, staff)
        masters, veterans = (pen.random.randint(1, research) for _ in range(2))

        def share(name, part, whole, basis):
            text = pen.percent(Decimal(part) / whole * HUNDRED)
            self.fact(f"people/{name}", text, "percent", basis=basis, as_of=day)

        self.fact("people/rd_staff", str(research), "people", as_of=day)
        if self.wants():
            self.fact("people/staff", f"{staff:,}", "people", as_of=day)
        share("rd_share", research, staff, "staff")
        share("rd_masters", masters, research, "rd-staff")
        self.fact("people/rd_veterans", str(veterans), "people", as_of=day)
        share("rd_veterans_share", veterans, research, "rd-staff")

    def holders(self):
        pen = self.pen
        parts = _parts(pen, pen.random.randint(2, 6))
        day = str(self.opens)
        holders = [
            {
                "id": f"holder-{index}",
                "name": {"en": "A holder"},
                "held": "direct",
                "stake": _entry(pen.percent(part), "percent", basis="issued-shares", as_of=day),
            }
            for index, part in enumerate(parts[:-1])
        ]
        self.put("funding/holders", holders)

    def reprints(self):
        """State revenue again, elsewhere and by another source, in other digits."""
        series = self.tree["financials"]["revenue"]["values"]
        year, text = next(iter(series.items()))
        number = text.replace(",", "").rstrip("abcdefghijklmnopqrstuvwxyz 万亿")
        scale = text[len(text.rstrip("abcdefghijklmnopqrstuvwxyz 万亿")) :]
        value = Decimal(number) * SCALES[scale]
        series[year] = {
            "value": text,
            "also": [
                {"value": self.pen.amount(value, 3), "source": source, "at": "¶2"}
                for source in ("gazette", "herald")
            ],
        }


def _weekday(day):
    return day + timedelta((7 - day.weekday()) % 7) if day.weekday() > 4 else day


def _entry(text, unit, **more):
    return {"value": text, "unit": unit, "at": "¶1", **more}


def _series(unit, values, **more):
    return {"unit": unit, "at": "¶1", "values": values, **more}


def _parts(pen, count):
    """Divide 100 into parts of at least two."""
    weights = [pen.random.randint(10, 100) for _ in range(count)]
    return [Decimal(weight) / sum(weights) * HUNDRED for weight in weights]


def _walk(pen, first, count):
    """Give values that grow and shrink, and never jump."""
    found = [first]
    while len(found) < count:
        found.append(found[-1] * pen.decimal(0.4, 4, 3))
    return found


def _on_grid(price, day):
    """Move a price to the exchange's grid on a day."""
    for _ in range(3):
        step = rules().ticks.of(price, mic="XHKG", day=day)[0].tick.value
        price = (price / step).quantize(ONE, rounding=ROUND_HALF_UP) * step
    return (
        price.quantize(Decimal("0.001"))
        if price % Decimal("0.01")
        else price.quantize(Decimal("0.01"))
    )


def _between(pen, low, high, day):
    price = _on_grid(low + (high - low) * pen.decimal(0, 1, 3), day)
    return min(max(price, low), high)


# --- libraries


def make(random, name="ant", *, full=False):
    """Make the record of a company: as plain mappings and texts, as a file would hold it."""
    return Maker(Pen(random, fine=full), name, full=full).make()


def library_of(*trees):
    """Make a library of records without any file."""
    companies, books, nodes = {}, {}, {}
    for tree in trees:
        name = tree["id"]
        node = nodes[name] = node_of(tree, f"data/companies/{name}.yaml")
        companies[name] = company = Company.model_validate(tree)
        book = write_book(
            company,
            subject=name,
            source=company.source,
            place_of=lambda loc, node=node: place_at(node, loc),
        )
        assert not book.faults, book.faults
        books[name] = derive(book)
    return Library(SOURCES, companies, {}, books, nodes)


def node_of(value, file, line=1):
    """Give a plain value as a tree with places, as reading would."""
    place = Place(file, line, 1)
    if isinstance(value, dict):
        inner = {
            key: node_of(item, file, line + number)
            for number, (key, item) in enumerate(value.items())
        }
        return Node(inner, place, {key: node.place for key, node in inner.items()})
    if isinstance(value, list):
        return Node([node_of(item, file, line) for item in value], place)
    return Node(value, place)


#: Records of consistent companies; what fails is shrunk to fewer and smaller draws.
companies = st.randoms(use_true_random=False).map(make)


def drawn(seed, *, full=False):
    """Make the company of a seed."""
    return make(Random(seed), f"company-{seed}", full=full)  # noqa: S311 - nothing is secret
