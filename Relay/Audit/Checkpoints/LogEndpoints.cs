using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Audit.Checkpoints;

/// <summary>
/// What witnesses and auditors ask of the log, under <c>/log</c>: the latest checkpoint and the keys, for everybody; proofs, for
/// auditors, administrators and witnesses; cosignatures, from witnesses. There are hashes only, and no entry.
/// </summary>
internal static class LogEndpoints
{
    private const string Text = "text/plain; charset=utf-8";

    /// <summary>Maps them.</summary>
    public static void MapLog(this IEndpointRouteBuilder routes)
    {
        var log = routes.MapGroup("/log");
        log.MapGet("/checkpoint", Latest).AllowAnonymous();
        log.MapGet("/keys", Keys).AllowAnonymous();
        log.MapGet("/consistency", Consistency).RequireAuthorization(Readers);
        log.MapGet("/inclusion", Inclusion).RequireAuthorization(Readers);
        log.MapPost("/cosignatures", Cosign).RequireAuthorization(policy => policy.AddAuthenticationSchemes(WitnessHandler.Witness).RequireRole(WitnessHandler.Witness));
    }

    private static void Readers(AuthorizationPolicyBuilder policy) => policy
        .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, WitnessHandler.Witness)
        .RequireRole(Roles.Auditor, Roles.Administrator, WitnessHandler.Witness);

    private static async Task<IResult> Latest(HttpContext http, CheckpointStore store)
    {
        http.Response.Headers.CacheControl = "no-store"; // an older one would look as if the log had been rolled back
        return await store.LastNote(http.RequestAborted) is { } note ? Results.Text(note, Text) : Says(404, "There is no checkpoint yet.");
    }

    private static IResult Keys(RelayKey key) => Results.Json(new
    {
        key.PublicKey,
        History = key.History.Select(one => new { one.Before, one.After, one.Signature }),
    });

    private static async Task<IResult> Consistency(HttpContext http, LogTree tree) =>
        Number(http, "from") is not { } from || Number(http, "to") is not { } to ? Says(400, "from and to are numbers of entries.")
            : await tree.Consistency(from, to, http.RequestAborted) is { } hashes ? Results.Json(new { from, to, hashes })
            : Says(404, "There are no two checkpoints of these sizes.");

    private static async Task<IResult> Inclusion(HttpContext http, LogTree tree) =>
        Number(http, "entry") is not { } entry || Number(http, "size") is not { } size ? Says(400, "entry and size are numbers.")
            : await tree.Inclusion(entry, size, http.RequestAborted) is { } proof ? Results.Json(new { entry, size, leaf = proof.Leaf, hashes = proof.Hashes })
            : Says(404, "There is no such entry in a checkpoint of this size.");

    private static async Task<IResult> Cosign(HttpContext http, CheckpointStore store)
    {
        if (await Body(http) is not { } body || SignedNote.Read(body) is not { } note || Checkpoint.Read(note.Body) is not { } checkpoint)
        {
            return Says(400, "This is no checkpoint with signatures.");
        }

        var key = NoteKey.Read(http.User.FindFirstValue(WitnessHandler.Key)!)!;
        foreach (var signature in note.Signatures)
        {
            if (Cosignature.Verify(key, note.Body, signature) is { } signed)
            {
                return await store.Cosign(checkpoint, signature, signed, http.RequestAborted)
                    ? Results.NoContent()
                    : Says(404, "There is no such checkpoint here.");
            }
        }

        return Says(403, "The witness that sends this did not sign it.");
    }

    private static async Task<byte[]?> Body(HttpContext http)
    {
        var bytes = new byte[SignedNote.MaxBytes + 1];
        var read = await http.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
        return read <= SignedNote.MaxBytes ? bytes[..read] : null;
    }

    private static long? Number(HttpContext http, string name) =>
        http.Request.Query[name] is [{ } written] && long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IResult Says(int status, string sentence) => Results.Text(sentence + "\n", Text, Encoding.UTF8, status);
}
