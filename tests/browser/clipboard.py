"""What Word, WPS and a web page put on the clipboard: the shapes are theirs, the words are ours."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; font-family:Calibri;} @list l0 {mso-list-id:1;} --></style>
</head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1><span
style='font-family:宋体;mso-ascii-font-family:Calibri'>线下不钓鱼</span><span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:21.0pt'><b><span style='font-family:宋体;color:red'>先抬头
看线。</span></b><span lang=EN-US>10</span><span style='font-family:宋体'>千伏线下不甩竿。<a
href="javascript:alert(1)">看这里</a></span><span lang=EN-US><o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<h2><span>出了事</span></h2>
<p class=MsoListParagraph
style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span>丢竿离开<span
lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span></span><![endif]><span>至少8米</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span>&nbsp;&nbsp; </span></span></span><!--[endif]--><span
>打95598</span></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span></span><![endif]>断电</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>2.<span>&nbsp;</span></span></span><![endif]>打120</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;border:none'>
 <tr style='mso-yfti-irow:0'><td width=553 colspan=3 style='border:solid windowtext 1.0pt'><p class=MsoNormal
  align=center><b>停电安排表</b></p></td></tr>
 <tr><td><p class=MsoNormal>村<o:p></o:p></p></td><td colspan=2><p class=MsoNormal>时间</p></td></tr>
 <tr><td rowspan=2><p class=MsoNormal>七郎村</p></td><td><p class=MsoNormal>上午</p></td><td><p
  class=MsoNormal>9点</p><p class=MsoNormal>到11点|半</p></td></tr>
 <tr><td><p class=MsoNormal>下午</p></td><td><p class=MsoNormal>3点</p></td></tr>
</table>
<p class=MsoNormal><script>window.ran = true</script><img src=x onerror="window.ran = true">完了。</p>
<div style='mso-element:comment-list'><p class=MsoCommentText>这句要再想想</p></div>
<!--EndFragment--></body></html>"""

WORD_CLEAN = """### 线下不钓鱼

**先抬头看线**。10千伏线下不甩竿。看这里

#### 出了事

- 丢竿离开
  - 至少8米
- 打95598

1. 断电
2. 打120

**停电安排表**

| 村   | 时间  |     |
| --- | --- | --- |
| 七郎村 | 上午  | 9点；到11点\\|半 |
| 七郎村 | 下午  | 3点  |

完了。"""

WPS = (
    '<html><body><!--StartFragment--><p class="MsoTitle" style="text-align:center;"><b><span style="font-family:'
    "等线;mso-hansi-font-family:'等线 Light';\">村里修房</span></b><b><span><o:p></o:p></span></b></p>"
    '<p class="MsoNormal" style="text-indent:24.0000pt;"><span style="mso-spacerun:\'yes\';font-size:12.0000pt;">'
    '<font face="宋体">　　修房离线</font>3<font face="宋体">米以外。</font></span></p>'
    '<p class="MsoNormal" style="mso-outline-level:2;">第一步</p>'
    '<p class="MsoNormal" style="text-indent:-21.0000pt;mso-list:l0 level1 lfo1;"><![if !supportLists]><span '
    "style=\"font-family:Wingdings;\"><span style='mso-list:Ignore;'>l<span>&nbsp;</span></span></span><![endif]>"
    '<span style="mso-spacerun:\'yes\';"><font face="宋体">手湿不碰开关</font></span></p>'
    '<p class="MsoNormal">·<span>&nbsp;&nbsp;</span>雨停再上</p><p>1. 先问</p><p>2. 再修</p>'
    '<table><tbody><tr><td valign="top"><p class="MsoNormal">电话</p></td><td><p class="MsoNormal">管什么</p></td></tr>'
    "<tr><td>95598</td><td>停电<br>报修</td></tr></tbody></table><!--EndFragment--></body></html>"
)

WPS_CLEAN = """### 村里修房

修房离线3米以外。

#### 第一步

- 手湿不碰开关
- 雨停再上

1. 先问
2. 再修

| 电话  | 管什么 |
| --- | --- |
| 95598 | 停电；报修 |"""

WEB = (
    "<meta charset='utf-8'><ul><li><p>一</p><ul><li>二<b>粗</b></li></ul></li><li>三</li></ul>"
    "<ol start=3><li>甲</li></ol>"
    "<table><tr><td><h2>框里的题目</h2><p>框里的字</p></td></tr></table><iframe src='https://example.org'></iframe>"
)

WEB_CLEAN = """- 一
  - 二**粗**
- 三

3. 甲

### 框里的题目

框里的字"""

ONE_WORD = "<meta charset='utf-8'><span style='color:red;font-size:30px'>一句话</span>"
