"""What every visitor of a hearing is told: how to come, who may not attend, conduct in court.

From 《中华人民共和国人民法院法庭规则》（法释〔2016〕7号） and the courts' rules on attendance.
"""

from __future__ import annotations

ARRIVE_EARLIER = 30
"""Minutes before the hearing by which visitors should be at the desk."""

HOW_TO_COME = (
    f"开庭前 {ARRIVE_EARLIER} 分钟凭有效身份证件到登记处核验、换证、过安检，逾期不保留席位。",
    "证件只在现场核验，本站不收集证件号码。",
    "席位不足时，按申请先后或者抽签发放旁听证，当事人的近亲属和其他利害关系人优先。",
)

WHO_MAY_NOT_ATTEND = (
    "本案的证人、鉴定人和有专门知识的人",
    "未获批准的未成年人",
    "拒绝接受安全检查的人",
    "醉酒、精神状态异常的人",
    "其他可能危害法庭安全的人",
)

CONDUCT = (
    "不得录音、录像、摄影；媒体记者另行向法院申请许可",
    "不得走动，不得进入审判区",
    "不得发言、提问",
    "不得鼓掌、喧哗",
)
