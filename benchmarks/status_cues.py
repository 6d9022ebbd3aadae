"""Learn which words of a sentence speak of what was done and which of what is planned.

usage: python benchmarks/status_cues.py REPORTS OUT.csv      (needs scikit-learn)

Reports say it themselves: a part headed 回顾 tells of the past, the parts after it of the plan. Every sentence of
those parts is an example, without anyone's annotation. The cues are words of time, aspect and modality, chosen by
hand below; `^` marks the head of a clause, 某年 any year. The weight of a cue is the log-odds for the plan that a
logistic regression gives it (L1-penalised: what adds nothing is dropped). Written to the lexicon as status.csv.
"""

import re
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.status.cues import cue_finder, found_cues
from jiedu.reports.quantities.status.sentences import REVIEW
from jiedu.reports.rules import hear
from jiedu.text.cleaning import reflow

CUES = """
今年 明年 今后 未来 力争 要 将 拟 安排 计划 争取 确保 努力 让 打造 抓紧 做好 抓好 办好 必须 应当 应该 需要 继续
坚决 大力 着力 目标 预期 任务 建议 左右 以上 以内 不低于 控制在 到某年 再 逐步 切实 更好 更多 不得 不能 可以
准备 要求 规定 ^继续 ^加快 ^进一步 ^持续 ^提升 ^不断 ^完善 ^支持 ^建设 ^逐步 ^加强 ^落实 ^深化 ^促进 ^推进 ^推动
^切实 ^健全 ^确保 ^实现 ^增强 ^统筹 ^培育 ^构建 ^稳步 ^扩大 ^增加 ^更好 ^鼓励 ^积极 ^强化 ^发展 ^实施 ^打造
^加大 ^深入 ^巩固 ^全面 ^坚持 ^大力 ^扎实 ^开展 ^优化 ^引导 ^严格 ^办好 ^用好 ^谋划 ^力争 ^新增 ^建成 ^开工
^启动 ^完成 ^新建 ^改造 ^引进 ^达到 ^制定 ^出台 ^提高 ^今年 ^某年 ^建立 ^抓好 ^做好 ^严控 ^组织 ^推广 ^保持
^高标准 ^高水平 ^加力 了 完成 取得 得到 实现 达 达到 突破 超过 超 增长 下降 提高到 提升至 建成 启动 开工 获 获批
荣获 入选 首次 首个 连续 跃 成功 顺利 圆满 全年 累计 过去 去年 某年 以来 年来 比上年 同比 居 位居 稳居 居全国 均
持续 不断 明显 显著 大幅 有力 有效 进展 成效 成绩 出台 举办 推出 设立 新增 投产 通车 投用 惠及 五年来 一年来
回顾 问题 困难 仍 还 感谢 表示 成为 迈出 增加到 上升 下降到 基本 初步 小数 由到 预计 我们 曾 不少 多万 分别 全国
""".split()  # noqa: SIM905 (a table of words reads better than a list of strings)
PENALTY = 0.3
# Words of older plans, which stand in no report that is divided into review and plan.
BY_HAND = {"年内": 1.0, "五年内": 1.5, "建成后": 1.0, "届时": 1.5, "五年计划": 0.5, "已": -0.8}
# Late in a year 今年 tells of what was done: no one word decides.
HEAVIEST = 1.6


def examples(folder: Path) -> list[tuple[str, str, int]]:
    """Give (report, sentence, 1 for plan or 0 for review) for every report with a review and a plan."""
    found = []
    review = hear(REVIEW, Lexicon.load())
    for path in sorted(folder.glob("*.txt")):
        text = reflow(path.read_text(encoding="utf-8")).text
        heads = [m for m in re.finditer(r"(?:(?<=\n)|^)[一二三四五六七八九]、[^\n。]{4,40}", text)]
        first = next((i for i, m in enumerate(heads) if review.search(m[0])), None)
        if first is None or first + 1 >= len(heads):
            continue
        following = heads[first + 1]
        if re.search("成就|回顾", following[0]) or re.search("建议|要求|任务", heads[first][0]):
            continue
        for label, part in ((0, text[heads[first].start() : following.start()]), (1, text[following.start() :])):
            found += [(path.name, s, label) for s in re.split(r"[。！？\n]", part) if 8 <= len(s) <= 400]
    return found


def main(folder: Path, out: Path) -> None:
    """Learn from the reports of a folder and write the table."""
    rows = examples(folder)
    reports = sorted({name for name, _, _ in rows})
    index = {cue: i for i, cue in enumerate(CUES)}
    finder = cue_finder(CUES, Lexicon.load())
    cells = {(row, index[c]) for row, (_, s, _) in enumerate(rows) for c in found_cues(finder, s, index)}
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(CUES)))
    labels = np.array([label for _, _, label in rows])
    held = np.array([reports.index(name) % 5 == 0 for name, _, _ in rows])
    model = LogisticRegression(penalty="l1", C=PENALTY, solver="liblinear", class_weight="balanced")
    model.fit(matrix[~held], labels[~held])
    print("sentences", len(rows), "reports", len(reports), "held-out accuracy", model.score(matrix[held], labels[held]))
    model.fit(matrix, labels)
    kept = sorted(((w, g) for g, w in zip(CUES, model.coef_[0], strict=True) if abs(w) >= 0.15), reverse=True)
    lines = [
        "cue,weight",
        *(f"{gram},{max(-HEAVIEST, min(HEAVIEST, weight)):.2f}" for weight, gram in kept),
        *(f"{gram},{weight:.2f}" for gram, weight in BY_HAND.items()),
        f"*,{model.intercept_[0]:.2f}",
    ]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("cues", len(kept))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
