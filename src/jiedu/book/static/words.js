/* The words of the scripts: each English with its Chinese, here and nowhere else. A page says by `data-language` that
   it is of one language; where it says nothing, Chinese and English stand side by side. */
(() => {
  const CHINESE = {
    "{count} more on this page": "本页另有{count}处",
    "{count} of {all} rows shown": "显示{count}行，共{all}行",
    "{count} pages": "{count}页",
    "{count} places": "{count}处",
    "{places} on {pages}": "{pages}中{places}",
    "{right} of {all} right, {first} of them at the first try.": "共{all}题，答对{right}题，其中首次即对{first}题。",
    "Answers are kept in this browser alone.": "作答只记在这个浏览器里。",
    "Check": "检查",
    "Choose an answer first.": "请先选择。",
    "Citation": "引文",
    "Cite": "引用",
    "Cite this page": "引用本页",
    "Close": "关闭",
    "Colours: as the system": "颜色：跟随系统",
    "Colours: dark": "颜色：深色",
    "Colours: light": "颜色：浅色",
    "Copied": "已复制",
    "Copy": "复制",
    "Download": "下载",
    "Downloaded": "已下载",
    "It stands here": "它在这里",
    "Not right": "不对",
    "Nothing was found": "没有找到",
    "Please copy by hand: the text is selected": "请手动复制",
    "Print the questions": "打印题目",
    "Print with answers": "连答案打印",
    "Right": "答对了",
    "Something right was not chosen.": "还有该选的没有选。",
    "Start again": "重新开始",
    "Style": "格式",
    "The answers of this page were cleared.": "已清除本页的作答。",
    "The edition": "本书",
    "The index of the search could not be loaded.": "搜索所用的索引未能载入。",
    "The newspaper": "报纸",
    "There is no {id} on this page.": "本页没有{id}。",
    "This page": "本页",
    "This row": "本条",
    "What": "引用什么",
    "chapter": "章",
    "cite": "引用",
    "claim": "论断",
    "close": "关闭",
    "computed": "推算",
    "copy link": "复制链接",
    "full record": "完整记录",
    "glossary": "词汇表",
    "link copied": "链接已复制",
    "next": "下一条",
    "note": "注释",
    "outside": "页外事实",
    "previous": "上一条",
    "term": "词条",
    "used in": "用于",
  };

  /* zh, en or both; English pages and pages of both have the same `lang`. */
  const language = document.documentElement.dataset.language ?? "both";

  /* A value may be a pair of words itself. */
  const filled = (text, values, half) => text.replace(/\{(\w+)\}/g, (_, name) => values[name][half] ?? values[name]);

  /* Words in the languages of the page; the other half is empty. */
  function halves(en, values = {}) {
    return {
      zh: language === "en" ? "" : filled(CHINESE[en], values, "zh"),
      en: language === "zh" ? "" : filled(en, values, "en"),
    };
  }

  /* A count with its noun; Chinese has one form, that of many. */
  function counted(count, one, many) {
    const said = halves(many, { count });
    return count === 1 && said.en ? { ...said, en: filled(one, { count }, "en") } : said;
  }

  /* Words in one line of text, side by side or alone. */
  const oneOf = (en, values) => Object.values(halves(en, values)).filter(Boolean).join(" ");

  /* Words in one language: where there are two, English. */
  function say(en, values) {
    const said = halves(en, values);
    return said.en || said.zh;
  }

  window.jiedu = { language, counted, halves, oneOf, say };
})();
