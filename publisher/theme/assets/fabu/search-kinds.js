// What a reader reads for the kind of a page.
export const KINDS = {
  case: "典型案例", policy: "政策解读", "health-check": "法治体检", hearing: "旁听庭审", guide: "办事指南",
  topic: "专题专栏", answer: "公开答复", faq: "问答手册", video: "普法微视频", article: "普法文章", way: "办事路径", tool: "计算器", paper: "文书", term: "法律用语", law: "法律条文", page: "网站页面",
};
