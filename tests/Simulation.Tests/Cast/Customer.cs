using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Simulation.Tests.Engine;

namespace RemoteAssist.Simulation.Tests.Cast;

/// <summary>What somebody at the Agent is like.</summary>
internal enum Manners
{
    /// <summary>Types what was read out, mostly; answers, pauses, stops.</summary>
    Customer,

    /// <summary>Overheard the nameplate, or all of it, and is quick.</summary>
    Rival,
}

/// <summary>Somebody in front of the Agent: reads what it shows and does, after a while, one thing or another.</summary>
internal sealed class Customer(World world, AgentHost agent, Dice dice, Manners manners)
{
    private const int MostCodes = 9;

    private static readonly ShownText Shown = new(
        "en", [$"{RelayHost.Technician.Name} · {RelayHost.Technician.Organisation}", "Case 20931", "Decline", "Allow"]);

    private int typed;
    private bool asked;
    private bool watched;
    private int? further;

    public void Sees(CustomerScreen screen)
    {
        switch (screen)
        {
            case CustomerScreen.CodeEntry { Busy: false }:
                After(manners == Manners.Rival ? dice.Between(0.1, 3) : dice.Between(1, 8), TypeCode);
                break;
            case CustomerScreen.Question when !asked:
                asked = true;
                Answer();
                break;
            case CustomerScreen.Banner banner:
                if (!watched)
                {
                    watched = true;
                    After(dice.Between(1, 30), Fidget);
                    if (dice.Chance(0.6))
                    {
                        After(dice.Between(5, 240), agent.Session.Stop);
                    }
                }

                if (banner.Beside is { } question && question.Number != further)
                {
                    AnswerAbout(question.Number);
                }

                further = banner.Beside?.Number;
                break;
            case CustomerScreen.Goodbye or CustomerScreen.Notice:
                if (dice.Chance(0.7))
                {
                    After(dice.Between(0.5, 10), agent.Session.Dismiss);
                }

                break;
            default:
                break;
        }

        if (dice.Chance(0.05))
        {
            // A click that was meant for something else.
            After(dice.Between(0, 2), Stray());
        }
    }

    private void TypeCode()
    {
        if (agent.Shown is not CustomerScreen.CodeEntry { Busy: false })
        {
            return;
        }

        if (++typed > MostCodes || world.NobodyIsWaitedFor)
        {
            agent.Session.Leave();
            return;
        }

        if (world.Phone is not { } code)
        {
            if (world.Play == Play.Crowd)
            {
                // All of them wait for it together.
                typed--;
                After(TimeSpan.FromMilliseconds(100), TypeCode);
                return;
            }

            typed--;
            After(dice.Between(2, 20), TypeCode);
            return;
        }

        var right = world.Play == Play.Crowd || dice.Chance(manners == Manners.Rival ? 0.4 : 0.75);
        var said = right ? code
            : dice.Chance(0.7) ? code with { Secret = Other(code.Secret) }
            : code with { Nameplate = Other(code.Nameplate) };
        world.Trace.Add(agent.Story.Name, $"is given {(right ? "the code" : said.Nameplate == code.Nameplate ? "wrong digits" : "a wrong nameplate")}");
        agent.Session.TypeCode(said);
    }

    private void Answer()
    {
        var think = dice.Between(0.5, 20);
        Action answer = dice.Below(20) switch
        {
            0 => agent.Session.Decline,
            1 => agent.Session.CloseQuestion,
            2 => () => { },
            3 => () => agent.Session.Allow([Scope.Control], Shown),
            4 => agent.Session.Quit,
            _ when world.Play == Play.NobodyAllows => () => agent.Session.Allow([], Shown),
            _ => () => agent.Session.Allow([Scope.View], Shown),
        };
        After(think, answer);

        // Whoever pressed too early presses again.
        After(think + dice.Between(3, 6), answer);
        if (dice.Chance(0.1))
        {
            After(think + dice.Between(0, 1), agent.Session.Decline);
        }
    }

    private void AnswerAbout(int viewer)
    {
        Action answer = dice.Below(4) switch
        {
            0 => () => agent.Session.DeclineBeside(viewer),
            1 => () => { },
            _ => () => agent.Session.AllowBeside(viewer, Shown),
        };
        After(dice.Between(3.5, 10), answer);
    }

    private void Fidget()
    {
        if (agent.Session.State is SessionState.Ended)
        {
            return;
        }

        if (agent.Session.State == SessionState.Paused)
        {
            agent.Session.Resume();
        }
        else
        {
            agent.Session.Pause();
        }

        After(agent.Session.State == SessionState.Paused ? dice.Between(0.05, 15) : dice.Between(1, 60), Fidget);
    }

    private Action Stray() => dice.Below(6) switch
    {
        0 => agent.Session.Pause,
        1 => agent.Session.Resume,
        2 => () => agent.Session.Allow(world.Play == Play.NobodyAllows ? [] : [Scope.View], Shown),
        3 => () => agent.Session.AllowBeside(1 + dice.Below(4), Shown),
        4 => agent.Session.Dismiss,
        _ => () => agent.Session.DeclineBeside(1 + dice.Below(4)),
    };

    private void After(TimeSpan time, Action act) => world.Timeline.After(time, () =>
    {
        if (!agent.IsOver)
        {
            act();
        }
    });

    private static string Other(string digits) => $"{(digits[0] - '0' + 1) % 10}{digits[1..]}";
}
