# ruff: noqa: INP001 (a folder of scripts, not a package)
"""Puts a trained classifier where the package ships it: int8 ONNX, tokenizer, labels, figures and papers."""

import json
import shutil
import warnings
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

import torch
from encoder import EventEncoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

HERE = Path(__file__).parent


class Told(nn.Module):
    """The trained model with probabilities instead of logits."""

    def __init__(self, model: EventEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the probability of each event, of each degree of reality of each event, and where each looked."""
        events, realities, looks = self.model(ids, mask)
        return torch.sigmoid(events), torch.softmax(realities, -1), looks


def ship(
    model: EventEncoder,
    tokenizer: Tokenizer,
    labels: Mapping[str, Sequence[str]],
    figures: Mapping[str, Any],
    output: Path,
) -> None:
    """Write the model and its papers into a folder."""
    output.mkdir(parents=True, exist_ok=True)
    export(model, output / "model.onnx")
    tokenizer.save(str(output / "tokenizer.json"), pretty=False)
    (output / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    report = {**figures, "torch": version("torch"), "megabytes": round((output / "model.onnx").stat().st_size / 1e6, 1)}
    (output / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    (output / "README.md").write_text(readme(report), encoding="utf-8")
    shutil.copyfile(HERE / "CLASSIFIER_LICENSE.template", output / "LICENSE")


def export(model: EventEncoder, path: Path) -> None:
    """Write a model as ONNX with weights of eight bits."""
    model.eval()
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2009, 102, 0]])
    sizes = {name: {0: "sentences", 1: "pieces"} for name in ("ids", "mask")}
    with TemporaryDirectory() as folder, warnings.catch_warnings(action="ignore"):
        exact = Path(folder) / "exact.onnx"
        torch.onnx.export(
            Told(model),
            (ids, (ids != 0).long()),
            str(exact),
            input_names=list(sizes),
            output_names=["events", "realities", "looks"],
            dynamic_axes=sizes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def readme(report: Mapping[str, Any]) -> str:
    """Write the README that lies beside the model."""
    template = Template((HERE / "CLASSIFIER_README.template").read_text(encoding="utf-8"))
    names = ("precision", "recall", "f1", "modality", "noisy")
    rows = "\n".join(f"| {name} | {report['choosing'][name]} | {report['testing'][name]} |" for name in names)
    counted = {f"{name}_sentences": f"{number:,}" for name, number in report["sentences"].items()}
    return template.substitute(report, rows=rows, **counted)
