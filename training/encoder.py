# ruff: noqa: INP001 (a folder of scripts, not a package)
"""A sentence encoder with a head for each event: which events a sentence reports, how real each is, and by which word.

Each event has a query of its own that attends over the words (label-wise attention, after Mullenbach and others 2018,
"Explainable Prediction of Medical Codes from Clinical Text"). What it gathers says whether the event is reported, and,
by weights that all events share, how real it is, so that modality is learned from every event at once.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

WIDTH = 384  # of all-MiniLM-L6-v2


class EventEncoder(nn.Module):
    """MiniLM under label-wise attention.

    Args:
        folder: holds `config.json` and `model.safetensors` of the pretrained encoder.
        events: how many events there are.
        realities: how many degrees of reality.
    """

    def __init__(self, folder: Path, events: int, realities: int) -> None:
        super().__init__()
        config = BertConfig.from_json_file(folder / "config.json")
        config._attn_implementation = "eager"  # noqa: SLF001  # what the exporter knows to write
        self.encoder = BertModel(config, add_pooling_layer=False)
        weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
        missing, _ = self.encoder.load_state_dict(weights, strict=False)
        if [name for name in missing if "position_ids" not in name]:
            raise ValueError(f"the weights in {folder} lack {missing}")
        for part in (self.encoder.embeddings, self.encoder.encoder.layer[0]):
            part.requires_grad_(requires_grad=False)  # what words are is known; it is faster and does no harm
        self.queries = nn.Parameter(torch.randn(events, WIDTH) * WIDTH**-0.5)
        self.score = nn.Parameter(torch.randn(events, WIDTH) * WIDTH**-0.5)
        self.bias = nn.Parameter(torch.full((events,), -2.0))
        self.reality = nn.Linear(WIDTH, realities)
        self.own_reality = nn.Parameter(torch.zeros(events, realities))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the logits of each event, those of how real each is, and where each looked (event × word)."""
        words = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        seen = self.queries @ words.transpose(1, 2)  # batch × events × words
        looks = torch.softmax(seen + (1.0 - mask.unsqueeze(1).to(seen.dtype)) * -1e4, dim=-1)
        gathered = self.dropout(looks @ words)
        events = (gathered * self.score).sum(-1) + self.bias
        return events, self.reality(gathered) + self.own_reality, looks
