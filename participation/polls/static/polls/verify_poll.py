#!/usr/bin/env python3
"""Recount a poll of Suara Warga from its published files. Needs nothing but Python 3.8 or newer.

    python3 verify_poll.py suara.jsonl bukti.jsonl hasil.json [--seals segel.jsonl] [--receipt CODE] [--head DIGEST]

suara.jsonl  the ballots, one a line      bukti.jsonl  the receipts of the voters      hasil.json  the stated result
--seals      the seal file, best a copy kept from another day: proves that the result was not changed afterwards
--receipt    says whether this receipt is among those counted
--head       the ballots' digest as printed in the minutes of the count

Ends with 0 when everything agrees, with 1 when something does not (and says what), with 2 when it cannot read a file.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter

FORMAT = "suara-warga-poll/1"
ONE_ANSWER = ("single", "scale")


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# Reading: every line is chained to the line before it.


def read_chained(path, faults, name):
    """(header, entries, head); what does not hold is put into ``faults`` with its line."""
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = [line.rstrip("\n") for line in file]
    if not lines:
        faults.append(f"{name}: is empty")
        return {}, [], ""
    header, link, entries = parse(lines[0], faults, f"{name}, line 1"), sha256(lines[0]), []
    if header.get("format") != FORMAT:
        faults.append(f"{name}: is of an unknown format")
    broken = False
    for number, raw in enumerate(lines[1:], 1):
        body, mark, end = raw.rpartition(',"chain":"')
        text = body + "}"
        link = sha256(link + "\n" + text)
        entry = parse(text, faults, f"{name}, entry {number}")
        entries.append(entry)
        label = f"{name}, entry {number} ({entry.get('id') or entry.get('receipt')})"
        if broken:
            continue
        if entry.get("n") != number:
            faults.append("{}: carries number {}; an entry was removed or added here".format(label, entry.get("n")))
            broken = True
        elif not mark or end != link + '"}':
            faults.append(f"{label}: was changed, or does not follow the entry before it")
            broken = True
    if header.get("count") != len(entries):
        faults.append(f"{name}: announces {header.get('count')} entries and has {len(entries)}")
    return header, entries, link


def parse(text, faults, place):
    try:
        value = json.loads(text)
        if isinstance(value, dict):
            return value
    except ValueError:
        pass
    faults.append(f"{place}: cannot be read")
    return {}


# Judging and counting: the rules that docs/polls.md states.


def ballot_fault(answer, question):
    options = [option["number"] for option in question["options"]]
    if not answer:
        return "leaves a required question out" if question["required"] else ""
    if len(set(answer)) != len(answer) or not set(answer) <= set(options):
        return "names an option twice or one that there is not"
    if question["kind"] in ONE_ANSWER:
        return "" if len(answer) == 1 else "names more than one option"
    if not question["minimum"] <= len(answer) <= question["maximum"]:
        return "names too few or too many options"
    return ""


def count(question, answers, seed):
    """{(round, option): (votes, outcome)}; option 0 stands for blank or exhausted ballots."""
    options = [option["number"] for option in question["options"]]
    if question["kind"] == "ranked":
        return runoff(options, answers, f"{seed}:{question['number']}")
    rows = {(0, option): [0, ""] for option in options}
    rows[(0, 0)] = [answers.get((), 0), ""]
    for answer, ballots in answers.items():
        for option in answer:
            if (0, option) in rows:
                rows[(0, option)][0] += ballots
    return {place: tuple(row) for place, row in rows.items()}


def runoff(options, answers, seed):
    rows, earlier, continuing = {}, [], list(options)
    while True:
        votes, exhausted = dict.fromkeys(continuing, 0), 0
        for ranking, ballots in answers.items():
            first = next((option for option in ranking if option in votes), None)
            if first is None:
                exhausted += ballots
            else:
                votes[first] += ballots
        outcomes = decide(votes, earlier, seed)
        number = len(earlier) + 1
        for option in continuing:
            rows[(number, option)] = (votes[option], outcomes.get(option, ""))
        rows[(number, 0)] = (exhausted, "")
        if any(outcome != "eliminated" for outcome in outcomes.values()):
            return rows
        earlier.append(votes)
        continuing = [option for option in continuing if option not in outcomes]


def decide(votes, earlier, seed):
    total = sum(votes.values())
    if total == 0:
        return dict.fromkeys(votes, "none")
    for option in votes:
        if votes[option] * 2 > total:
            return {option: "elected"}
    empty = [option for option in votes if votes[option] == 0]
    if empty:
        return dict.fromkeys(empty, "eliminated")
    lowest = fewest(list(votes), votes)
    for before in reversed(earlier):
        lowest = fewest(lowest, before)
    if len(lowest) == len(votes):
        return dict.fromkeys(votes, "tied")
    return {min(lowest, key=lambda option: sha256(f"{seed}:{option}")): "eliminated"}


def fewest(options, votes):
    least = min(votes[option] for option in options)
    return [option for option in options if votes[option] == least]


# The way from the result to a published seal.


def tagged(tag, *parts):
    state = hashlib.sha256(bytes([tag]))
    for part in parts:
        data = part.encode("utf-8")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()


def check_event(result, faults):
    event, link = result["event"], result["link"]
    written = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    content = tagged(5, written)
    if tagged(1, link["chain"], str(link["position"]), link["previous"], content) != link["digest"]:
        faults.append("hasil.json: the minutes of the count are not those that the ledger's link commits to")
    for name in ("ballots_head", "receipts_head", "ballot_count", "receipt_count"):
        if event["data"].get(name) != result[name]:
            faults.append(f"hasil.json: {name} differs from the minutes of the count")
    names = ("question", "round", "option", "votes", "outcome")
    rows = sorted([row[name] for name in names] for row in result["tally"])
    digest = tagged(5, json.dumps({"rows": rows}, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    if digest != event["data"].get("tally_digest"):
        faults.append("hasil.json: the tally is not the one in the minutes of the count")


def check_seal(result, path, faults):
    seal = result.get("seal")
    if not seal:
        faults.append("hasil.json: no seal covers the result yet; try again tomorrow")
        return
    node = tagged(3, result["link"]["digest"])
    for side, sibling in seal["proof"]:
        node = tagged(4, sibling, node) if side == "left" else tagged(4, node, sibling)
    with open(path, encoding="utf-8") as file:
        published = {line["sequence"]: line["merkle_root"] for line in map(json.loads, file)}
    if published.get(seal["sequence"]) != node:
        faults.append("seal {}: the published seal does not cover this result".format(seal["sequence"]))


# All together.


def verify(ballot_path, receipt_path, result_path, seals="", head=""):
    """(faults, number of ballots, receipts)"""
    faults = []
    header, ballots, ballots_head = read_chained(ballot_path, faults, "suara.jsonl")
    receipt_header, receipts, receipts_head = read_chained(receipt_path, faults, "bukti.jsonl")
    with open(result_path, encoding="utf-8") as file:
        result = json.load(file)
    for name, value in (("ballots_head", ballots_head), ("receipts_head", receipts_head)):
        if result[name] != value:
            faults.append(f"hasil.json: states another {name} than the file has")
    if head and head != ballots_head:
        faults.append(f"suara.jsonl: its head is {ballots_head}, not the one given")
    if len({header.get("poll"), receipt_header.get("poll"), result["poll"]}) != 1:
        faults.append("the three files are not of one poll")
    check_numbers(ballots, receipts, result, faults)
    check_tally(header.get("questions", []), ballots, result, ballots_head, faults)
    check_event(result, faults)
    if seals:
        check_seal(result, seals, faults)
    return faults, len(ballots), receipts


def check_numbers(ballots, receipts, result, faults):
    for name, entries, key in (("ballot", ballots, "id"), ("receipt", receipts, "receipt")):
        if result[name + "_count"] != len(entries):
            faults.append(f"hasil.json: counts {result[name + '_count']} {name}s, the file has {len(entries)}")
        for value, times in Counter(entry.get(key) for entry in entries).items():
            if times > 1:
                faults.append(f"{name} {value} stands {times} times")
    if len(receipts) != len(ballots) + result["missing_paper_count"]:
        faults.append(f"there are {len(receipts)} receipts and {len(ballots)} ballots")


def check_tally(questions, ballots, result, seed, faults):
    stated = {(row["question"], row["round"], row["option"]): (row["votes"], row["outcome"]) for row in result["tally"]}
    counted = {}
    for question in questions:
        if question["kind"] == "text":
            continue
        answers = Counter()
        for ballot in ballots:
            answer = tuple(ballot.get("a", {}).get(str(question["number"]), ()))
            fault = ballot_fault(answer, question)
            if fault:
                faults.append(f"ballot {ballot.get('id')}: {fault} (question {question['number']})")
            answers[answer] += 1
        for (number, option), row in count(question, answers, seed).items():
            counted[(question["number"], number, option)] = row
    for place in sorted(set(stated) | set(counted)):
        if stated.get(place) != counted.get(place):
            said, given = stated.get(place, "nothing"), counted.get(place, "nothing")
            name = f"tally row (question {place[0]}, round {place[1]}, option {place[2]})"
            faults.append(f"{name}: states {said}, the ballots give {given}")


def main():
    parser = argparse.ArgumentParser(description="Recount a poll from its published files.")
    for name in ("ballots", "receipts", "result"):
        parser.add_argument(name)
    parser.add_argument("--seals", default="")
    parser.add_argument("--receipt", default="")
    parser.add_argument("--head", default="")
    given = parser.parse_args()
    try:
        faults, total, receipts = verify(given.ballots, given.receipts, given.result, given.seals, given.head)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot read: {error!r}")
        return 2
    for fault in faults:
        print("WRONG  " + fault)
    if given.receipt:
        code = given.receipt.upper().replace("-", "").replace(" ", "")
        found = any(entry.get("receipt") == code for entry in receipts)
        print(
            "receipt {}: {}".format(given.receipt, "is among those counted" if found else "IS NOT AMONG THOSE COUNTED")
        )
    print(f"{total} ballots recounted: " + (f"{len(faults)} faults" if faults else "everything agrees"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
