"""Measuring what newswatch does against what careful editors wrote down."""
