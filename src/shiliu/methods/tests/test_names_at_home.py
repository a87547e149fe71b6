"""Names beside a dwelling and of neighbours: sentences written after the rules and before they were first run on them.

docs/private-text.md publishes what was found. They name nobody.
"""

import pytest

from shiliu.methods.private_text import find

pytestmark = pytest.mark.once
NAMED = (
    ("6栋1单元203的王海军每天晚上唱歌", "王海军"),
    ("9号楼的赵小梅堆了一楼道纸箱", "赵小梅"),
    ("2号楼3单元孙丽家空调滴水", "孙丽"),
    ("隔壁老刘半夜打麻将", "老刘"),
    ("楼上小郑又在装修", "小郑"),
    ("18栋302室住着的何志强养了三条狗", "何志强"),
    ("1单元马玉兰家门口有电动车", "马玉兰"),
    ("对门老孙把灯拆了", "老孙"),
    ("邻居小吴的车堵门", "小吴"),
    ("4号楼501室的钱伟强占车位", "钱伟强"),
    ("11号楼2单元的徐静说物业不理", "徐静"),
    ("7号院的胡建军在院里烧煤", "胡建军"),
    ("3幢1202郭敏家漏水", "郭敏"),
    ("楼下老郭开棋牌室", "老郭"),
    ("5栋601的韩雪不交电费", "韩雪"),
    ("12号楼的谢东升把树砍了", "谢东升"),
    ("2栋104的曹阿姨扔垃圾", "曹阿姨"),
    ("楼上老田跺脚", "老田"),
    ("8号楼罗勇家暴力抗法", "罗勇"),
    ("对门小石不让停车", "小石"),
)
NAMELESS = (
    "6栋1单元203的墙面渗水",
    "9号楼的黄色垃圾桶满了",
    "2号楼3单元的灯不亮",
    "隔壁老旧小区没有电梯",
    "楼上小型装修队施工",
    "18栋302室的防盗窗松动",
    "1单元家门口有电动车",
    "对门老房子漏雨",
    "邻居小区的车堵门",
    "4号楼501室的安装费太高",
    "11号楼2单元的水表不准",
    "7号院的古树要修剪",
    "3幢1202家里停水",
    "楼下老年活动室太吵",
    "5栋601的宽带不通",
    "12号楼的金桂树枯了",
    "2栋的毛坯房冒烟",
    "楼上老化的管道",
    "8号楼万家乐燃气灶故障",
    "对门小石桌坏了",
    "5号楼的康复器材坏了",
    "3号楼的汤锅店油烟大",
    "6号楼的严重积水",
    "10栋的常年积水没人清",
    "2单元的高低床",
    "14号楼的江南春饭店排烟",
    "9栋的左侧车道",
    "1号楼的马桶堵塞",
    "4栋的余热管",
    "7号楼的方砖翘起",
)


def people(text):
    return [text[span.start : span.end] for span in find(text) if span.kind == "person"]


def test_names_beside_a_dwelling_are_found_as_often_as_published():
    assert sum(name in people(text) for text, name in NAMED) == 18


def test_things_beside_a_dwelling_are_not_taken_for_names():
    assert [text for text in NAMELESS if people(text)] == []
