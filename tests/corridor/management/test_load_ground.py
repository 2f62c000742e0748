"""What does an operator read after loading?"""

import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from corridor.actions import ground
from corridor.models import StackLayer

pytestmark = pytest.mark.django_db


def test_load_ground_counts_per_file_and_a_second_run_counts_nothing():
    first, second = io.StringIO(), io.StringIO()

    call_command("load_ground", stdout=first)
    call_command("load_ground", stdout=second)

    assert "organisations.csv         249 rows: 249 new, 0 changed" in first.getvalue()
    assert len(second.getvalue().splitlines()) == 10
    assert all(line.endswith("rows: 0 new, 0 changed") for line in second.getvalue().splitlines())


def test_load_ground_says_which_row_stopped_it_and_loads_nothing(tmp_path):
    folder = shutil.copytree(ground.FOLDER, tmp_path / "data")
    with (folder / "venues.csv").open("a", encoding="utf-8") as file:
        file.write("nowhere,Nowhere,atlantis,52.000,5.000,hub,,,false,site,existing,\n")

    with pytest.raises(CommandError) as no:
        call_command("load_ground", str(folder))

    assert str(no.value) == "Nothing was loaded. venues.csv, line 36: region: there is no region 'atlantis'"
    assert StackLayer.objects.count() == 0
