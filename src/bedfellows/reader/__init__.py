"""Prose in: documents to claims, motives and conditional outcomes, each with the words it rests on."""
