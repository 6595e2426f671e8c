"""Named errors of the lineage record `raw/<zone>/lineage.toml`."""

from __future__ import annotations

from extractors.errors import KyoseiError


class StaleLineageError(KyoseiError):
    """A decision names an edition that is not registered: `file`, `edition`, `registered`."""

    code = "LINEAGE_STALE"
    title_ja = "{file} の決定が、登録されていない版「{edition}」を指しています(登録済み: {registered})"
    title_en = "A decision in {file} names the edition {edition}, which is not registered ({registered} are)"
    next_step_ja = "その [[decisions]] の edition を直すか、要らなくなった決定を消してください"
    next_step_en = "Mend the edition of that [[decisions]] entry, or remove it if it is no longer needed"
