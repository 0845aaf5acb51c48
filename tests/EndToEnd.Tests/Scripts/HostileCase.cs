using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests.Scripts;

/// <summary>
/// A case and a session of it in which one payload stands in every field that a program, a customer or an Agent fills, as far as
/// the field takes so many characters.
/// </summary>
/// <param name="Payload">What was written.</param>
/// <param name="Id">Of the case.</param>
/// <param name="Session">Of its session, which is over.</param>
/// <param name="OnCase">Fields that the case's page shows.</param>
/// <param name="OnSession">Fields that the session's page shows.</param>
/// <param name="OnList">Fields that the list of cases shows.</param>
/// <param name="OnKeys">Fields that the list of keys shows.</param>
internal sealed record HostileCase(
    ScriptPayload Payload,
    Guid Id,
    Guid Session,
    IReadOnlyList<string> OnCase,
    IReadOnlyList<string> OnSession,
    IReadOnlyList<string> OnList,
    IReadOnlyList<string> OnKeys)
{
    private const string Plain = "plain";

    // As the forms, the API and the hub bound them.
    private const int Number = 40, Customer = 100, Callback = 40, Problem = 200, Reason = 200, KeyName = 60, AgentWord = 64, Name = 255;

    /// <summary>How it reads once it is a line.</summary>
    public string Line => PlainText.Clean(Payload.Text);

    /// <summary>Fills every field.</summary>
    public static async Task<HostileCase> Fill(RelayProcess relay, Technician technician, HttpClient programs, ScriptPayload payload)
    {
        var text = PlainText.Clean(payload.Text);
        var filled = new List<string>();

        // 1 a program's key, and what the program says
        programs.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await technician.MakeKey(In("key", KeyName)));
        using var opened = await programs.PostAsJsonAsync(new Uri(relay.Address, "api/v1/cases"), new
        {
            number = text.Length <= Number ? In("number", Number) : $"{Plain} {payload.Id}",
            customer = In("customer", Customer),
            callback = In("callback", Callback),
            problem = In("problem", Problem),
        });
        opened.EnsureSuccessStatusCode();
        var id = (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        // 2 the Agent, from its first word to its last
        var session = await technician.StartSessionOn(id, In("reason", Reason));
        await using (var seat = await Seat.Take(relay.Address, technician, session, [1], static (_, _, _) => { }, TimeProvider.System))
        {
            await using var agent = await SyntheticAgent.Join(
                relay.Address, await seat.Code, In("version", AgentWord), In("platform", AgentWord));
            await agent.Allow();
            await agent.Show();
            await agent.Change(Scope.View, Scope.Files, Scope.Clipboard, Scope.Diagnostics);
            var file = new TransferReport(1, TransferKind.File, FromCustomer: true, In("file name", Name), 10);
            await Taken(agent.Transferred(file));
            await Taken(agent.Transferred(file with { End = TransferEnd.CancelledByCustomer }));
            await Taken(agent.Transferred(new TransferReport(2, TransferKind.Clipboard, FromCustomer: true, In("formats", Name), 10)));
            await agent.Stop();

            // 3 the customer
            await Taken(SyntheticAgent.Rate(relay.Address, agent.Ticket, In("rating", 500)));
        }

        // 4 what the next session is to ask for
        using var prepared = await programs.PutAsJsonAsync(
            new Uri(relay.Address, $"api/v1/cases/{id}/prepared-session"), new { reason = In("prepared reason", Reason), minutes = 30 });
        prepared.EnsureSuccessStatusCode();

        return new HostileCase(
            payload, id, session,
            Those("number", "customer", "callback", "problem", "reason", "version", "platform", "file name", "formats", "rating", "prepared reason", "key"),
            Those("number", "customer", "callback"),
            Those("number", "customer", "problem"),
            Those("key"));

        string In(string field, int longest)
        {
            if (text.Length > longest)
            {
                return Plain;
            }

            filled.Add(field);
            return text;
        }

        string[] Those(params string[] fields) => [.. fields.Where(filled.Contains)];
    }

    private static async Task Taken(Task<bool> step)
    {
        if (!await step)
        {
            throw new InvalidOperationException("The Relay refused what an Agent may say.");
        }
    }
}
