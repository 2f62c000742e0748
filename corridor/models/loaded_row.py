"""What did the reference files say at the last load? So that the next one never undoes what people changed."""

from django.db import models


class LoadedRow(models.Model):
    """One row of one file of reference data, as actions/ground.py last saw it."""

    file = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    cells = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint("file", "key", name="loaded_row_once")]

    def __str__(self) -> str:
        return f"{self.file} · {self.key}"
