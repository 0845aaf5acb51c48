using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace RemoteAssist.Viewer.Words;

/// <summary>The languages there are, and which one a browser gets: what was chosen here, else what it asks for.</summary>
public static class Languages
{
    /// <summary>The cookie that remembers the choice.</summary>
    public const string Cookie = "remoteassist.language";

    /// <summary>English, where nothing else fits.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>简体中文.</summary>
    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-Hans");

    /// <summary>Each with its own name for itself, in the order of the switch.</summary>
    public static IReadOnlyList<(CultureInfo Culture, string Name)> All { get; } = [(English, "English"), (Chinese, "简体中文")];

    /// <summary>The language for a tag such as <c>zh-CN</c> or <c>en-GB</c>; null where we do not speak it.</summary>
    public static CultureInfo? For(string? tag) => Primary(tag) switch
    {
        "zh" => Chinese, // readers of 繁體中文 are nearer to 简体中文 than to English
        "en" => English,
        _ => null,
    };

    /// <summary>Remembers the choice for a year.</summary>
    public static void Remember(HttpResponse response, CultureInfo language) =>
        response.Cookies.Append(Cookie, language.Name, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = response.HttpContext.Request.IsHttps,
        });

    internal static IRequestCultureProvider Chosen { get; } = new CustomRequestCultureProvider(http =>
        Task.FromResult(Result(For(http.Request.Cookies[Cookie]))));

    internal static IRequestCultureProvider Asked { get; } = new CustomRequestCultureProvider(http =>
        Task.FromResult(Result(http.Request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => For(language.Value.Value))
            .FirstOrDefault(language => language is not null))));

    private static string? Primary(string? tag) => tag?.Split('-', '_')[0].Trim().ToLowerInvariant();

    private static ProviderCultureResult? Result(CultureInfo? language) =>
        language is null ? null : new ProviderCultureResult(language.Name);
}
