"""What the invented district consists of. 13 streets, 87 communities; the shapes of six published places under their names.

Each community: (name, its English name, compounds, houses in each compound, cells). The six come with numbers from the
published accounts (see README.md): 23 compounds in 吉福, 69 houses in 花园村, twenty cells with seven layers in 自由路.
"""

from typing import NamedTuple


class Community(NamedTuple):
    zh: str
    en: str
    compounds: int = 4
    houses: int = 2
    cells: int = 0
    ug: str = ""
    village: bool = False


class Street(NamedTuple):
    zh: str
    en: str
    communities: tuple[Community, ...]
    ug: str = ""


DISTRICT = ("石榴区", "Shiliu District", "ئانار رايونى")


def plain(*names, cells=0):
    return tuple(Community(zh, en, cells=cells) for zh, en in (name.split("/") for name in names))


STREETS = (
    Street("自由路街道", "Ziyou Road Subdistrict", (
        Community("自由路社区", "Ziyou Road Community", 4, 5, 3), Community("钢花社区", "Ganghua Community", 4, 4, 3),
        Community("青松社区", "Qingsong Community", 4, 4, 3), Community("北梁社区", "Beiliang Community", 4, 4, 3),
        Community("少先路社区", "Shaoxian Road Community", 4, 4, 2), Community("文化路社区", "Wenhua Road Community", 4, 4, 2),
        Community("迎宾社区", "Yingbin Community", 4, 4, 2), Community("团结大院社区", "Tuanjie Courtyard Community", 4, 4, 2),
    )),
    Street("吉祥街道", "Jixiang Subdistrict", (
        Community("吉福社区", "Jifu Community", 23, 5, 8),
        *plain("锦城社区/Jincheng Community", "双槐社区/Shuanghuai Community", "玉带社区/Yudai Community", cells=3),
        *plain("芙蓉社区/Furong Community", "浣花社区/Huanhua Community", "竹林社区/Zhulin Community", cells=2),
    )),
    Street("柳泉街道", "Liuquan Subdistrict", (
        Community("汇泉路社区", "Huiquan Road Community", 8, 5, 6),
        *plain("清溪社区/Qingxi Community", "源头社区/Yuantou Community", "泉水社区/Quanshui Community", cells=3),
        *plain("柳荫社区/Liuyin Community", "沙堰社区/Shayan Community", "石桥社区/Shiqiao Community"),
    )),
    Street("城北街道", "Chengbei Subdistrict", (
        Community("幸福社区", "Xingfu Community", 5, 9, 5),
        *plain("雪莲社区/Xuelian Community", "阳坡社区/Yangpo Community", cells=2),
        *plain("高台社区/Gaotai Community", "老城社区/Laocheng Community", "青稞社区/Qingke Community"),
    )),
    Street("花园镇", "Huayuan Town", (
        Community("花园村", "Huayuan Village", 5, 14, 5, "گۈلباغ كەنتى", True),
        Community("杏林村", "Xinglin Village", cells=2, village=True), Community("葡萄沟村", "Putaogou Village", cells=2, village=True),
        Community("胡杨村", "Huyang Village", village=True), Community("瓜田村", "Guatian Village", village=True),
        Community("新城社区", "Xincheng Community"),
    ), "گۈلباغ بازىرى"),
    Street("南湖街道", "Nanhu Subdistrict", (
        Community("南网社区", "Nanwang Community", 5, 8, 6),
        *plain("南湖社区/Nanhu Community", "荷塘社区/Hetang Community", "长堤社区/Changdi Community", cells=2),
        *plain("渡口社区/Dukou Community", "芦苇社区/Luwei Community", "望湖社区/Wanghu Community"),
    )),
    Street("榴花街道", "Liuhua Subdistrict", (
        *plain("榴花社区/Liuhua Community", "红籽社区/Hongzi Community", "五月社区/Wuyue Community", cells=3),
        *plain("花市社区/Huashi Community", "春晖社区/Chunhui Community", "牡丹社区/Mudan Community", "丁香社区/Dingxiang Community"),
    )),
    Street("桥头街道", "Qiaotou Subdistrict", (
        *plain("桥头社区/Qiaotou Community", "渔村社区/Yucun Community", "码头社区/Matou Community", cells=2),
        *plain("虹桥社区/Hongqiao Community", "石坊社区/Shifang Community", "水车社区/Shuiche Community", "临江社区/Linjiang Community"),
    )),
    Street("东市街道", "Dongshi Subdistrict", (
        *plain("东市社区/Dongshi Community", "钟楼社区/Zhonglou Community", "织锦社区/Zhijin Community", cells=2),
        *plain("茶坊社区/Chafang Community", "米市社区/Mishi Community", "铜匠社区/Tongjiang Community", "集贤社区/Jixian Community"),
    )),
    Street("青年路街道", "Qingnian Road Subdistrict", (
        *plain("青年路社区/Qingnian Road Community", "朝阳社区/Chaoyang Community", "向荣社区/Xiangrong Community", cells=2),
        *plain("科创社区/Kechuang Community", "星光社区/Xingguang Community", "学苑社区/Xueyuan Community", "远航社区/Yuanhang Community"),
    )),
    Street("河湾街道", "Hewan Subdistrict", (
        *plain("河湾社区/Hewan Community", "沙洲社区/Shazhou Community", cells=2),
        *plain("稻香社区/Daoxiang Community", "果园社区/Guoyuan Community", "槐树社区/Huaishu Community", "大坝社区/Daba Community"),
    )),
    Street("书院街道", "Shuyuan Subdistrict", (
        *plain("书院社区/Shuyuan Community", "墨池社区/Mochi Community", cells=2),
        *plain("文庙社区/Wenmiao Community", "翰林社区/Hanlin Community", "状元桥社区/Zhuangyuan Bridge Community", "笔架社区/Bijia Community"),
    )),
    Street("新居街道", "Xinju Subdistrict", (
        *plain("新居社区/Xinju Community", "和顺社区/Heshun Community", cells=2),
        *plain("安居社区/Anju Community", "乐业社区/Leye Community", "家和社区/Jiahe Community", "邻里社区/Linli Community"),
    )),
)  # fmt: skip

COMPOUND_STEMS = (
    "锦绣/Jinxiu", "翠竹/Cuizhu", "春风/Chunfeng", "和平/Heping", "明珠/Mingzhu", "金桂/Jingui", "银杏/Yinxing", "海棠/Haitang",
    "紫荆/Zijing", "向阳/Xiangyang", "景泰/Jingtai", "兴业/Xingye", "安康/Ankang", "永乐/Yongle", "康宁/Kangning", "丰泽/Fengze",
    "百合/Baihe", "碧水/Bishui", "蓝天/Lantian", "长青/Changqing", "望江/Wangjiang", "听雨/Tingyu", "揽月/Lanyue", "观山/Guanshan",
    "同心/Tongxin", "睦邻/Mulin", "祥云/Xiangyun", "瑞雪/Ruixue", "红棉/Hongmian", "梧桐/Wutong", "石榴/Shiliu", "丹桂/Dangui",
)  # fmt: skip
COMPOUND_KINDS = ("苑/Court", "里/Lane", "园/Garden", "小区/Estate", "新村/New Village", "家园/Homes")
