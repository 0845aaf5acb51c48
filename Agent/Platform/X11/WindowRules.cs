using System.Collections.Immutable;
using RemoteAssist.Agent.Capture;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>
/// What the customer's choice says of each window. Who hides a window hides the whole program: its menus and dialogs show
/// the same things.
/// </summary>
/// <param name="choice">The choice.</param>
/// <param name="own">The Agent's own windows, which are never shown.</param>
/// <param name="overlay">The windows of marks and of the line, which are always shown.</param>
/// <param name="clientOf">The connection that made a window.</param>
internal sealed class WindowRules(
    ShareChoice choice, ImmutableArray<nuint> own, ImmutableArray<nuint> overlay, Func<nuint, nuint> clientOf)
{
    // A dialog of a dialog of a dialog; longer ones go round in a circle.
    private const int LongestChain = 8;

    private readonly HashSet<nuint> hidden = [.. choice.Hidden.Concat(own).Select(clientOf)];
    private readonly HashSet<nuint> chosen = [.. choice.Shown];

    /// <summary>The status of each of these, in their order; one that nobody has looked into is hidden.</summary>
    public IEnumerable<WindowStatus> Of(IReadOnlyList<TopLevel> windows)
    {
        var owners = new Dictionary<nuint, nuint>();
        foreach (var owner in windows.SelectMany(w => w.Owners))
        {
            owners[owner.Id] = owner.TransientFor;
        }

        // Programs of which something is to be seen that is not chosen.
        var mixed = windows.Where(w => !w.FreeOfManager || w.Owners is { Count: > 1 })
            .SelectMany(w => w.Owners).Where(o => !IsChosen(o.Id)).Select(o => clientOf(o.Id)).ToHashSet();
        foreach (var window in windows)
        {
            yield return overlay.Contains(window.Id) ? WindowStatus.Chosen
                : window.Owners.Count == 0 || window.Owners.Select(o => o.Id).Concat(window.Guests).Any(IsHidden) ? WindowStatus.Hidden
                : window.Owners.Any(o => IsChosen(o.Id)) || IsMenuOfChosen(window) ? WindowStatus.Chosen
                : WindowStatus.Other;
        }

        bool IsHidden(nuint id) => Chain(id).Any(of => hidden.Contains(clientOf(of)));

        bool IsChosen(nuint id) => Chain(id).Any(chosen.Contains);

        // What says of itself where it belongs was asked above. What does not may be of any of the program's windows.
        bool IsMenuOfChosen(TopLevel window) => window.FreeOfManager && window.Owners is [{ TransientFor: 0 } alone]
            && !mixed.Contains(clientOf(alone.Id)) && chosen.Any(id => clientOf(id) == clientOf(alone.Id));

        IEnumerable<nuint> Chain(nuint id)
        {
            for (var i = 0; i < LongestChain && id != 0; i++)
            {
                yield return id;
                id = owners.GetValueOrDefault(id);
            }
        }
    }
}
