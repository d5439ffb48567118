#!/usr/bin/env python3
"""The texts that Tests/ReportTests/GoldenReport.swift holds, as scikit-learn makes them.

    Scripts/report-golden.py

Prints classification_report and confusion_matrix of a few confusion matrices. Installs scikit-learn into the
virtual environment of the scripts, .venv-compare, on first use.
"""

import argparse

from modules import own_environment

argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
own_environment.enter("scikit-learn==1.9.1")

import warnings  # noqa: E402

import numpy  # noqa: E402
from sklearn.exceptions import UndefinedMetricWarning  # noqa: E402
from sklearn.metrics import classification_report, confusion_matrix  # noqa: E402

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
CASES = {
    "fashion": (
        NAMES,
        [
            [868, 0, 17, 13, 3, 1, 91, 0, 7, 0],
            [2, 977, 1, 14, 3, 0, 2, 0, 1, 0],
            [16, 0, 869, 7, 54, 0, 54, 0, 0, 0],
            [15, 4, 8, 925, 25, 0, 23, 0, 0, 0],
            [1, 0, 63, 27, 854, 0, 54, 0, 1, 0],
            [0, 0, 0, 0, 0, 977, 0, 18, 0, 5],
            [116, 0, 66, 27, 85, 0, 698, 0, 8, 0],
            [0, 0, 0, 0, 0, 6, 0, 979, 0, 15],
            [4, 1, 2, 4, 2, 2, 3, 4, 978, 0],
            [1, 0, 0, 0, 0, 5, 0, 47, 0, 947],
        ],
    ),
    "neverPredicted": (["a", "b", "a long name of a class"], [[5, 0, 3], [2, 0, 1], [0, 0, 4]]),
    "absent": (["0", "1", "2"], [[1, 1, 0], [0, 199, 1], [0, 0, 0]]),
}


def main():
    warnings.filterwarnings("ignore", category=UndefinedMetricWarning)
    for case, (names, counts) in CASES.items():
        counts = numpy.array(counts)
        classes = numpy.arange(len(names))
        labels = numpy.repeat(classes, counts.sum(axis=1))
        predicted = numpy.concatenate([numpy.repeat(classes, row) for row in counts])
        print(f"--- {case}")
        print(classification_report(labels, predicted, labels=classes, target_names=names))
        print(confusion_matrix(labels, predicted, labels=classes))


main()
