using Microsoft.AspNetCore.Mvc;
using RemoteAssist.Viewer.Desk;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Pages.Account;

/// <summary>A page that changes one's own account, and asks for the password before.</summary>
public abstract class MyAccountPage(ScreenText text) : FormPage(text, "Account")
{
    /// <summary>As a password may be at the longest.</summary>
    protected const int MaxTyped = 256;

    [BindProperty]
    public string? Current { get; set; }

    /// <summary>The password that was typed; says so where there is none.</summary>
    protected string Password()
    {
        if (string.IsNullOrEmpty(Current) || Current.Length > MaxTyped)
        {
            Wrong(nameof(Current), "Account.Current.Missing");
        }

        return Current ?? "";
    }

    /// <summary>Says why a change did not go through.</summary>
    protected void Explain(MyAnswer answer)
    {
        switch (answer)
        {
            case MyAnswer.Done:
                break;
            case MyAnswer.WrongPassword:
                Wrong(nameof(Current), "Account.Current.Wrong");
                break;
            case MyAnswer.LockedOut:
                Wrong("", "SignIn.LockedOut");
                break;
            case MyAnswer.WeakPassword:
                Wrong("Next", "SetUp.Password.Weak");
                break;
            case MyAnswer.WrongCode:
                Wrong("Code", "Factor.Code.Wrong");
                break;
            default:
                Wrong("", "Account.OldOffer");
                break;
        }
    }

    /// <summary>Where to go after a change of passkeys; null where it did not go through, which is said then.</summary>
    protected IActionResult? After(PasskeyAnswer answer)
    {
        switch (answer)
        {
            case PasskeyAnswer.Done:
                return LocalRedirect("/account?changed=true");
            case PasskeyAnswer.WrongPassword:
                Wrong(nameof(Current), "Account.Current.Wrong");
                break;
            case PasskeyAnswer.LockedOut:
                Wrong("", "SignIn.LockedOut");
                break;
            default:
                Wrong("", $"PasskeyAnswer.{answer}");
                break;
        }

        return null;
    }
}
