using System.CommandLine;
using System.CommandLine.Parsing;
using Windtunnel.Airflow;

namespace Windtunnel.Cli.Runs;

/// <summary>What the command line says about a deployment. Secrets come from the environment: a command line is seen by everyone on the
/// machine, and kept in histories.</summary>
internal sealed class DeployedTarget
{
    public const string TokenVariable = "WINDTUNNEL_AIRFLOW_TOKEN";
    public const string UserVariable = "WINDTUNNEL_AIRFLOW_USER";
    public const string PasswordVariable = "WINDTUNNEL_AIRFLOW_PASSWORD";

    private readonly Option<Uri?> _address;

    private readonly Option<string?> _user = User();

    private readonly Option<WhenTaken> _existing = new("--existing")
    {
        Description = "What to do with connections and variables that the Airflow has already: refuse to run, keep and use them, or "
            + "replace them for good.",
        DefaultValueFactory = _ => WhenTaken.Refuse,
    };

    private readonly Option<bool> _keepRun = new("--keep-run") { Description = "Leave the run on the Airflow." };

    private readonly Option<int> _minutes = new("--time-limit")
    {
        Description = "How long the run may take on the Airflow, where retry delays, sensors and timers take real time.",
        HelpName = "MINUTES",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<bool> _plainHttp = PlainHttp();

    private DeployedTarget(string address) => _address = Address(address);

    public static Option<Uri?> Address(string name) => new(name)
    {
        Description = "The address of an Airflow 3.3 or later, that of its web page.",
        HelpName = "URI",
        CustomParser = ParseAddress,
    };

    public static Option<string?> User() => new("--user")
    {
        Description = $"The user of the Airflow, whose password is in {PasswordVariable}. Default: {UserVariable}; no user is needed when "
            + $"{TokenVariable} holds a token.",
        HelpName = "NAME",
    };

    public static Option<bool> PlainHttp() => new("--plain-http")
    {
        Description = "Allow http to another machine, which shows password and token on the way.",
    };

    public static DeployedTarget OptionsOf(Command command, string address, bool required)
    {
        var options = new DeployedTarget(address);
        options._address.Required = required;
        Option[] all = [options._address, options._user, options._existing, options._keepRun, options._minutes, options._plainHttp];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }

        return options;
    }

    /// <summary>Whether the command runs something on a deployment.</summary>
    public static bool IsGiven(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().Any(given => given.Option.Name is "--on" or "--with");

    /// <summary>Null when no address is given.</summary>
    /// <exception cref="ToolException">It cannot be called with what is given.</exception>
    public AirflowTarget? Of(ParseResult parsed)
    {
        if (parsed.GetValue(_address) is not { } address)
        {
            return null;
        }

        AirflowTargetOptions options = new()
        {
            Existing = parsed.GetValue(_existing),
            KeepRun = parsed.GetValue(_keepRun),
            TimeLimit = TimeSpan.FromMinutes(parsed.GetValue(_minutes)),
            AllowPlainHttp = parsed.GetValue(_plainHttp),
        };
        return Guard(() => new AirflowTarget(address, CredentialsFor(parsed.GetValue(_user)), options));
    }

    /// <summary>Makes what calls an address.</summary>
    /// <exception cref="ToolException">Nothing may be sent to the address.</exception>
    public static T Guard<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw new ToolException(ExitCode.Usage, e.Message.Split(" (Parameter")[0], e);
        }
    }

    /// <param name="user">Null: the environment says.</param>
    /// <exception cref="ToolException">The environment does not hold what is needed.</exception>
    public static AirflowCredentials CredentialsFor(string? user)
    {
        string? token = Environment.GetEnvironmentVariable(TokenVariable);
        if (user is null && !string.IsNullOrEmpty(token))
        {
            return AirflowCredentials.Token(token);
        }

        user ??= Environment.GetEnvironmentVariable(UserVariable);
        string? password = Environment.GetEnvironmentVariable(PasswordVariable);
        return string.IsNullOrEmpty(user) || string.IsNullOrEmpty(password)
            ? throw new ToolException(
                ExitCode.Usage,
                $"Nothing says as whom to call the Airflow. Set {UserVariable} and {PasswordVariable} in the environment, "
                + $"or {TokenVariable}.")
            : AirflowCredentials.Password(user, password);
    }

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address))
        {
            return address;
        }

        result.AddError($"The address is '{result.Tokens[0].Value}'. Give one like http://localhost:8080.");
        return null;
    }
}
