using System.Text;

namespace RemoteAssist.Shared.Bundles;

/// <summary>What a bundle says of itself to whoever finds it years later, in both languages.</summary>
internal static class BundleReadme
{
    /// <summary>The bytes of <see cref="BundleParts.Readme"/>.</summary>
    public static byte[] Bytes { get; } = Encoding.UTF8.GetBytes(
        """
        EVIDENCE OF A REMOTE SUPPORT SESSION
        ====================================
        This file was exported by RemoteAssist, an open-source tool for remote support. It has what the log says of one session: who asked
        for what, what the customer allowed, what was done, and when it ended. You can check it without us and without a network.

        What is in it
          README.txt       this text
          manifest.json    which session and case, who exported it and when, and the SHA-256 of each part
          manifest.sig     the support server's signature of the manifest
          keys.json        earlier keys of the server, each signing for the next, and the keys of witnesses that it knew
          checkpoint.txt   the signed state of the server's whole log, with the signatures of witnesses
          entries.jsonl    a line for each entry: the entry, the proof that it is in that log, and the names and words that it speaks of
                           (those that were erased by law are missing; their hashes stay, so the entry is still proven)
          receipts/        what the customer was given to keep, if anything
          recording/       the sealed recording, if it was asked for

        How to check it
          1. Get the server's key, and if you can the witness's, from somebody you trust, and not together with this file. A key is one
             line: NAME+8 DIGITS+LETTERS. Put each on a line of a text file.
          2. Open the page verify.html, which the server gives at /verify and which also works from a disk without a network, and choose
             this file and that one. Or run:   Relay audit verify FILE --trust KEYS
          3. The two were written apart from each other. If they do not agree, believe the one that refuses.
          Without keys both say "consistent, signer unknown": then anybody could have made this file.

        What it proves, and what it does not
          That these entries were in the log when it was signed, and that nobody has changed them since. The server says by its signature
          that they are all entries of the session up to then; an auditor with the whole log can check that. Nothing proves that
          something was written down that never became an entry. Every byte is described in Shared/Bundles/FORMAT.md of RemoteAssist's source.

        远程协助会话的证据
        ==================
        本文件由开源远程协助工具 RemoteAssist 导出，记载了一次会话的全部日志记录：谁提出了什么请求，客户允许了什么，做了什么，何时结束。
        您无需我们参与，也无需联网，即可自行核验。

        文件内容
          README.txt       本说明
          manifest.json    会话与工单、导出人、导出时间，以及每个部分的 SHA-256
          manifest.sig     支持服务器对清单的签名
          keys.json        服务器以往的密钥（逐一签名交接），以及它所知道的见证方密钥
          checkpoint.txt   服务器整个日志的签名状态，附见证方的签名
          entries.jsonl    每行一条记录：记录本身、它在日志中的证明，以及其中涉及的姓名和文字
                           （依法删除的内容不再包含，但其哈希仍在，记录依然可以证明）
          receipts/        交给客户留存的凭证（如有）
          recording/       加密封存的录像（如已要求导出）

        如何核验
          1. 请通过您信任的人取得服务器的密钥，最好还有见证方的密钥，不要与本文件一同取得。每个密钥占一行：
             名称+8 位数字或字母+一串字符。把它们逐行写入一个文本文件。
          2. 打开 verify.html 页面（服务器在 /verify 提供，也可保存到磁盘离线使用），选择本文件和密钥文件；
             或者运行：   Relay audit verify 文件 --trust 密钥文件
          3. 这两个核验程序彼此独立编写。如果结果不一致，请以拒绝的一方为准。
          没有密钥时，两者都只会显示“内容一致，签名者未知”：那样的话，任何人都可能制作出这个文件。

        能证明什么，不能证明什么
          能证明这些记录在日志签名时已经存在，此后没有被改动。服务器以其签名声明：这些是截至当时该会话的全部记录；
          持有完整日志的审计员可以核对这一点。但不能证明没有事情从一开始就未被记录。
          每个字节的含义见 RemoteAssist 源代码中的 Shared/Bundles/FORMAT.md。

        """);
}
