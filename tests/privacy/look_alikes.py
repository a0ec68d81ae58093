"""Texts that only look like leaks: amounts, documents, hotlines, masked names, words like surnames."""

from __future__ import annotations

import random
from collections.abc import Callable

from stdnum.cn import uscc

Draw = random.Random


def _digits(r: Draw, count: int) -> str:
    return str(r.randint(1, 9)) + "".join(r.choice("0123456789") for _ in range(count - 1))


def _uscc(r: Draw) -> str:
    head = (
        "91"
        + r.choice(("110105", "410811", "330502"))
        + "".join(r.choice("0123456789ABCDEFGH") for _ in range(9))
    )
    return head + uscc.calc_check_digit(head)


NUMBERS: tuple[Callable[[Draw], str], ...] = (
    lambda r: f"货款{_digits(r, 7)}元，违约金{_digits(r, 5)}.50元",
    lambda r: f"合计人民币{r.randint(10, 99)},{r.randint(100, 999)},{r.randint(100, 999)}.00元",
    lambda r: f"注册资本138{_digits(r, 8)}元",
    lambda r: f"统一社会信用代码{_uscc(r)}",
    lambda r: f"国办发〔{r.randint(2010, 2026)}〕{r.randint(1, 99)}号",
    lambda r: f"示政办〔2025〕{r.randint(1, 99)}号文件第{r.randint(1, 9)}条",
    lambda r: f"{r.randint(2015, 2026)}年{r.randint(1, 12)}月{r.randint(1, 28)}日签订合同",
    lambda r: f"{r.randint(2015, 2026)}-{r.randint(10, 12)}-{r.randint(10, 28)} 09:30:00",
    lambda r: f"《中华人民共和国民法典》第{r.randint(1, 1260)}条第{r.randint(1, 3)}款",
    lambda r: f"合同编号HT{r.randint(2019, 2026)}{_digits(r, 7)}",
    lambda r: f"订单号DD{r.randint(2019, 2026)}{_digits(r, 11)}",
    lambda r: f"发票号码{_digits(r, 8)}",
    lambda r: f"发票代码04100{_digits(r, 7)}",
    lambda r: (
        f"拨打{r.choice(('12345', '12348', '12368', '12309', '12315', '12333', '110', '12388', '96110'))}热线"
    ),
    lambda r: f"客服电话400-{r.randint(100, 999)}-{r.randint(1000, 9999)}",
    lambda r: f"客服{r.choice(('95588', '95533', '95598', '10086', '10010'))}",
    lambda r: "电话000-00000000，工作日办公",
    lambda r: f"执行GB/T {r.randint(1000, 40000)}-{r.randint(2000, 2025)}标准",
    lambda r: f"面积{r.randint(80, 20000)}.{r.randint(10, 99)}平方米",
    lambda r: f"占比{r.randint(1, 99)}.{r.randint(1000, 9999)}%",
    lambda r: (
        f"网址https://www.example.gov.cn/art/2025/{r.randint(1, 12)}/{r.randint(1, 28)}/art_{_digits(r, 5)}_{_digits(r, 7)}.html"
    ),
    lambda r: f"校验值{r.getrandbits(128):032x}",
    lambda r: f"摘要sha256:{r.getrandbits(256):064x}",
    lambda r: f"邮编{r.randint(100000, 859999)}",
    lambda r: (
        f"2023年营收{r.randint(1, 9)}.{r.randint(10, 99)}亿元，2024年{r.randint(1, 9)}.{r.randint(10, 99)}亿元"
    ),
    lambda r: f"| {_digits(r, 4)} | {_digits(r, 4)} | {_digits(r, 3)} |",
    lambda r: f"{_digits(r, 2)} {_digits(r, 3)} {_digits(r, 4)} 件",
    lambda r: f"版本 {r.randint(1, 9)}.{r.randint(0, 20)}.{r.randint(0, 20)}",
    lambda r: f"办件编号TS2026{r.randint(10, 12)}-{r.randint(0, 999999):06}",
    lambda r: f"ISBN 978-7-5093-{r.randint(1000, 9999)}-{r.randint(1, 9)}",
    lambda r: f"示例ICP备{r.randint(10000000, 99999999)}号",
    lambda r: f"第{r.randint(1, 9)}期（总第{r.randint(100, 999)}期）第{r.randint(1, 300)}页",
    lambda r: (
        f"时长{r.randint(0, 9):02}:{r.randint(0, 59):02}:{r.randint(0, 59):02}.{r.randint(100, 999)}"
    ),
    lambda r: f"型号XG-{_digits(r, 4)}B设备{r.randint(1, 90)}台",
    lambda r: f"手机号138****{r.randint(1000, 9999)}",
    lambda r: f"身份证号110105********{r.randint(1000, 9999)}",
    lambda r: f"尾号{r.randint(1000, 9999)}的银行卡",
    lambda r: f"服务器监听127.0.0.1:{r.randint(1024, 65000)}",
    lambda r: f"每周{r.choice('一二三四五')}下午14:30—17:{r.randint(10, 59)}",
    lambda r: f"罚款{r.randint(1, 50)}万元，没收违法所得{_digits(r, 8)}元",
    lambda r: f"专利号ZL{r.randint(2005, 2024)}1{_digits(r, 7)}.{r.randint(1, 9)}",
    lambda r: f"商标注册号第{_digits(r, 8)}号",
    lambda r: f"许可证编号JY14108110{_digits(r, 6)}",
    lambda r: f"案涉钢材{_digits(r, 3)}.{r.randint(100, 999)}吨，单价{_digits(r, 4)}元",
    lambda r: f"位于示例区示例路{r.randint(1, 300)}号的区法院诉讼服务中心",
    lambda r: f"区政务服务中心{r.choice('一二三')}楼{r.randint(1, 60)}号窗口",
    lambda r: f"区法院第{r.choice('一二三四五六七八九')}法庭旁听席{r.randint(10, 60)}个",
    lambda r: f"微信公众号“示例普法{r.randint(1, 9)}”",
    lambda r: f"第{r.randint(1, 6)}组共{r.randint(10, 50)}人，{r.randint(1, 9)}号座位",
    lambda r: (
        f"批号{r.randint(2020, 2026)}{r.randint(10, 12)}{r.randint(10, 28)}{r.randint(100, 999)}"
    ),
    lambda r: f"增值税专用发票{r.randint(10, 99)}份，税额{_digits(r, 6)}.{r.randint(10, 99)}元",
    lambda r: f"比例为{r.randint(1, 9)}:{r.randint(1, 9)}，误差{r.random():.6f}",
    lambda r: f"标的额{r.randint(100, 999)}{r.choice('万千')}余元",
    lambda r: f"色值#{r.randint(100000, 999999)}",
)

WORDS = (
    "原告高度重视该笔货款",
    "被告任何时候都未提出异议",
    "原告安全生产责任未落实",
    "被告单位负责人未到场",
    "原告施工完毕后交付",
    "被告付款期限届满",
    "原告应当在三十日内举证",
    "被告关于质量的抗辩不成立",
    "原告于2023年起诉",
    "被告向原告支付货款",
    "原告方认为合同已解除",
    "被告公司辩称",
    "原告张贴公告",
    "被告陈述与事实不符",
    "原告常年供货",
    "被告连带清偿",
    "被告明知产品不合格",
    "原告成立于2015年",
    "原告金额计算有误",
    "被告程序违法",
    "原告万元以上的损失",
    "被告平时以微信下单",
    "原告项目经理多次催款",
    "被告包括三家企业",
    "原告查明事实后",
    "被告房屋已经抵押",
    "原告车辆受损",
    "被告路面施工未设警示",
    "原告王某诉被告李某民间借贷纠纷案",
    "原告张某1、张某2与被告某公司",
    "法定代表人：李某，董事长",
    "委托诉讼代理人：陈某某，某律师事务所律师",
    "被害人刘××报案",
    "被告人赵某甲犯职务侵占罪",
    "审判长孙某",
    "证人周某某出庭",
    "当事人双方各执一词",
    "员工时常加班",
    "职工代表大会讨论通过",
    "劳动者有权拒绝",
    "股东会决议无效",
    "董事会秘书列席",
    "监事会应当监督",
    "用人单位应当支付二倍工资",
    "负责人应当签字",
    "经办人员应当核对",
    "申请人应当提交下列材料",
    "第三人主张权利的",
    "原告某建筑公司与被告某商贸公司",
    "某科技有限公司拒不付款",
    "甲公司诉乙公司",
    "示例区人民法院作出判决",
    "示例区市场监督管理局立案",
    "有限责任公司与股份有限公司",
    "委托会计师事务所审计",
    "由律师事务所担任管理人",
    "银行应当协助冻结",
    "合伙企业的债务",
    "儿童用品专卖店",
    "未成年人保护法的规定",
    "孩子的学校应当配合",
    "学生在某小学就读",
    "患者有权查阅病历",
    "某员工患职业病的处理",
    "确诊工伤后的待遇",
    "怀孕女职工不得解雇",
    "高血压不是解除合同的理由",
    "调解员主持调解",
    "法官释明后",
    "经理签字生效",
    "项目经理应当到场",
    "律师函已经送达",
    "老师傅带徒弟",
    "主任办公会研究",
    "书记员记录在卷",
    "先生女士们",
    "总经理办公室",
    "原告王明（化名）与被告李强（化名）",
    "员工张伟、刘洋（均为化名）反映",
    "原告李先生和被告王女士",
    "公司法第二十三条",
    "商业秘密的构成",
    "全体股东一致同意",
    "国家机关工作人员",
    "解除劳动合同通知书",
    "管理人员应当回避",
    "计算方法如下",
    "费用由被告负担",
    "景区经营者",
    "卫生许可",
    "房东应当提前通知",
    "司机应当持证上岗",
    "出生率下降",
    "生产日期为2024年3月5日",
    "成立日期：2016年5月6日",
    "生效日期2026年1月1日",
    "有效期至2027年3月1日",
    "路由器设备一批",
    "号码百事通",
    "微信支付记录",
    "微信聊天记录显示双方确认",
    "QQ聊天记录",
    "支付宝转账凭证",
    "抖音直播带货",
    "发送至邮箱",
    "电子邮箱地址由单位提供",
    "快递签收记录",
    "账户被冻结",
    "账号被盗后及时挂失",
    "通行证办理流程",
    "护照办理须知",
    "身份证复印件一份",
    "驾驶证副页",
    "不动产权证书复印件",
    "经度与纬度坐标由规划部门提供",
    "车牌识别系统",
    "被执行人名下无可供执行财产",
    "债权人可以申请破产",
    "出租人应当维修",
    "承租人转租须经同意",
    "保证人承担连带责任",
    "买受人检验期间",
    "行为人明知没有代理权",
    "投诉人要求保密",
    "举报人信息受保护",
    "申请执行人提供财产线索",
    "代理人超越权限",
    "监护人应当履行职责",
)


def look_alikes(seed: int, rounds: int = 10) -> list[str]:
    """Numbers drawn anew in every round, and each sentence once."""
    r = random.Random(seed)
    return [make(r) for _ in range(rounds) for make in NUMBERS] + list(WORDS)
