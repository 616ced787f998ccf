# What the screens say in English. The same messages stand in zh-CN.ftl.
close = Close
