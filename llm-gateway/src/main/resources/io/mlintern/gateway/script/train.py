"""Predicts the last numeric column of a CSV from the other ones.

Linear regression, fitted by gradient descent; every fifth row is kept for the test.
usage: python3 train.py DATA.csv METRICS.json
"""

import csv
import json
import math
import sys

LEARNING_RATE = 3.0
EPOCHS = 300
EXPLODED = 1e30


def number(text):
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def load(path):
    """The rows with a number in every numeric column; the first row may be a header."""
    with open(path, newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    width = max((len(row) for row in rows), default=0)
    body = rows[1:]
    columns = []
    for c in range(width):
        found = [number(row[c]) for row in body if c < len(row)]
        good = sum(1 for value in found if value is not None)
        if body and good >= 0.9 * len(body):
            columns.append(c)
    if len(columns) < 2:
        sys.exit("cannot train: %s has %d numeric columns, 2 are needed" % (path, len(columns)))
    if all(c < len(rows[0]) and number(rows[0][c]) is not None for c in columns):
        body = rows
        names = ["column %d" % (c + 1) for c in columns]
    else:
        names = [rows[0][c] if c < len(rows[0]) else "column %d" % (c + 1) for c in columns]
    table = []
    for row in body:
        values = [number(row[c]) if c < len(row) else None for c in columns]
        if None not in values:
            table.append(values)
    if len(table) < 10:
        sys.exit("cannot train: %s has %d usable rows, 10 are needed" % (path, len(table)))
    return names, table


def scale(table, rows):
    """Mean and spread of each column over the given rows."""
    means = [sum(row[c] for row in rows) / len(rows) for c in range(len(table[0]))]
    spreads = []
    for c, mean in enumerate(means):
        variance = sum((row[c] - mean) ** 2 for row in rows) / len(rows)
        spreads.append(math.sqrt(variance) or 1.0)
    return means, spreads


def predict(weights, x):
    return weights[0] + sum(w * v for w, v in zip(weights[1:], x))


def fit(rows):
    weights = [0.0] * len(rows[0])
    losses = []
    for _ in range(EPOCHS):
        gradient = [0.0] * len(weights)
        loss = 0.0
        for row in rows:
            error = predict(weights, row[:-1]) - row[-1]
            loss += error * error
            gradient[0] += error
            for c, value in enumerate(row[:-1]):
                gradient[c + 1] += error * value
        losses.append(loss / len(rows))
        if not losses[-1] < EXPLODED:
            break
        weights = [w - LEARNING_RATE * g / len(rows) for w, g in zip(weights, gradient)]
    return weights, losses


def short(value):
    return float("%.6g" % value)


def main():
    data, target = sys.argv[1], sys.argv[2]
    names, table = load(data)
    train = [row for i, row in enumerate(table) if i % 5 != 4]
    test = [row for i, row in enumerate(table) if i % 5 == 4]
    means, spreads = scale(table, train)

    def scaled(rows):
        return [[(v - m) / s for v, m, s in zip(row, means, spreads)] for row in rows]

    weights, losses = fit(scaled(train))
    errors = [predict(weights, row[:-1]) - row[-1] for row in scaled(test)]
    plain = [row[-1] for row in scaled(test)]
    metrics = {
        "target": names[-1],
        "features": len(names) - 1,
        "rows_train": len(train),
        "rows_test": len(test),
        "learning_rate": LEARNING_RATE,
        "epochs_run": len(losses),
        "train_loss_first": short(losses[0]),
        "train_loss_last": short(losses[-1]),
        "test_rmse": short(spreads[-1] * math.sqrt(sum(e * e for e in errors) / len(errors))),
        "baseline_rmse": short(spreads[-1] * math.sqrt(sum(v * v for v in plain) / len(plain))),
    }
    with open(target, "w") as file:
        json.dump(metrics, file, indent=2)
        file.write("\n")
    print(json.dumps(metrics, indent=2))


main()
