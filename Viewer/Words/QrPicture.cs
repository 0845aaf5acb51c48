using Microsoft.AspNetCore.Html;
using QRCoder;

namespace RemoteAssist.Viewer.Words;

/// <summary>A QR code as part of the page: dark on light in both colour schemes, because scanners want it so.</summary>
internal static class QrPicture
{
    private const int PixelsPerModule = 4;

    /// <summary>The picture of a text; its size is the page's to choose.</summary>
    public static IHtmlContent Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return new HtmlString(picture.GetGraphic(
            PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}
