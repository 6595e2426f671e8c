"""Why an address or a document was not taken."""

from __future__ import annotations

from extractors.errors import KyoseiError


class AddressRefusedError(KyoseiError):
    """An address that the registry does not allow: plain http, `file:`, a private or loopback host."""

    code = "PULL_ADDRESS_REFUSED"
    title_ja = "{address} には接続しません（{reason_ja}）"
    title_en = "{address} is not contacted ({reason_en})"
    next_step_ja = "意図した宛先なら raw/sources.toml の該当圏域で許可してください。"
    next_step_en = "If the address is meant, allow it for the zone in raw/sources.toml."


class RobotsForbidError(KyoseiError):
    """The host's robots.txt forbids the address, or the host fails to give it (RFC 9309 §2.3.1.4)."""

    code = "PULL_ROBOTS"
    title_ja = "{address} は robots.txt により取得できません（{reason}）"
    title_en = "{address} is closed to programs by robots.txt ({reason})"
    next_step_ja = "ブラウザで保存し、kyosei add で登録してください。"
    next_step_en = "Save the document with a browser and register it with `kyosei add`."


class UnreachableError(KyoseiError):
    """No usable answer after all attempts."""

    code = "PULL_UNREACHABLE"
    title_ja = "{address} を取得できませんでした（{attempts} 回試行、最後の理由: {reason}）"
    title_en = "{address} could not be fetched ({attempts} attempts, last: {reason})"
    next_step_ja = "時間をおいて再実行してください。途中まで受信した分は続きから再開します。"
    next_step_en = "Run it again later; what has been received so far is resumed."


class RefusedByServerError(KyoseiError):
    """The server answered with a client error other than not found."""

    code = "PULL_REFUSED"
    title_ja = "{address} の取得が拒否されました（HTTP {status}）"
    title_en = "{address} was refused (HTTP {status})"
    next_step_ja = "アドレスと公開範囲を確かめてください。"
    next_step_en = "Check the address and who may read it."


class VanishedError(KyoseiError):
    """The address answers not found or gone."""

    code = "PULL_VANISHED"
    title_ja = "{address} がなくなっています（HTTP {status}）"
    title_en = "{address} is gone (HTTP {status})"
    next_step_ja = (
        "市のページで移転先を確かめ、raw/sources.toml を直してください。保存済みの版は残っています。"
    )
    next_step_en = (
        "Look for its new place on the city's site and mend raw/sources.toml; what is stored is kept."
    )


class TooManyRedirectsError(KyoseiError):
    """A chain of redirects longer than the limit, or a loop."""

    code = "PULL_REDIRECTS"
    title_ja = "{address} の転送が {limit} 回を超えました"
    title_en = "{address} redirects more than {limit} times"
    next_step_ja = "ブラウザで開いて最終のアドレスを raw/sources.toml に書いてください。"
    next_step_en = "Open it in a browser and put the final address into raw/sources.toml."


class TooLargeError(KyoseiError):
    """More bytes than the limit, announced or sent."""

    code = "PULL_TOO_LARGE"
    title_ja = "{address} は上限 {limit_mb} MB を超えています"
    title_en = "{address} is larger than the limit of {limit_mb} MB"
    next_step_ja = "正しい文書か確かめ、手で保存して kyosei add で登録してください。"
    next_step_en = "Make sure it is the right document; save it by hand and register it with `kyosei add`."


class TooSlowError(KyoseiError):
    """The whole transfer took longer than the limit."""

    code = "PULL_TOO_SLOW"
    title_ja = "{address} の受信が上限 {limit_s} 秒を超えました"
    title_en = "{address} took longer than {limit_s} seconds"
    next_step_ja = "再実行すると続きから受信します。"
    next_step_en = "Run it again: the transfer is resumed."


class EditionConflictError(KyoseiError):
    """What the document says of itself differs from what the registry or the command says."""

    code = "PULL_CONFLICT"
    title_ja = "{document} の {what_ja} が一致しません: 文書では「{printed}」、{told_by_ja}では「{told}」"
    title_en = "The {what_en} of {document} differ: the document prints {printed}, {told_by_en} says {told}"
    next_step_ja = "どちらが正しいか確かめ、raw/sources.toml またはコマンドの指定を直してください。"
    next_step_en = "Find out which is right and mend raw/sources.toml or the command's option."


class EditionIdError(KyoseiError):
    """An edition id that is no year and month."""

    code = "PULL_EDITION_ID"
    title_ja = "版の ID「{edition}」は年月（例 2019-03）ではありません"
    title_en = "{edition} is not an edition id: a year and month, such as 2019-03"
    next_step_ja = "--edition を YYYY-MM の形で指定してください。"
    next_step_en = "Give --edition as YYYY-MM."


class PullBusyError(KyoseiError):
    """Another process is pulling or adding in this project."""

    code = "PULL_BUSY"
    title_ja = "別の kyosei pull / add が実行中です"
    title_en = "Another kyosei pull or add is at work in this project"
    next_step_ja = "終わるのを待って再実行してください。"
    next_step_en = "Wait until it has ended and run it again."
