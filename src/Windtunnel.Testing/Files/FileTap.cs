using System.IO.Abstractions;
using System.Reflection;

namespace Windtunnel.Testing;

/// <summary>Stands in front of a file system whose interfaces are too wide to forward by hand: each call of it comes here.</summary>
internal abstract class FileTap
{
    private static readonly MethodInfo PassTask =
        typeof(FileTap).GetMethod(nameof(PassTaskAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    public IFileSystem InFrontOf(IFileSystem files) => (IFileSystem)Wrapped(typeof(IFileSystem), files)!;

    /// <summary>Makes a call, or does something else.</summary>
    /// <param name="call">Which.</param>
    /// <param name="proceed">Makes it.</param>
    protected abstract object? Pass(FileCall call, Func<object?> proceed);

    /// <summary>Makes a call that is awaited, or does something else.</summary>
    protected abstract ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed);

    /// <summary>The path that is meant where a body says this one. Default: the same.</summary>
    protected virtual string Meant(string path) => path;

    private object? Invoke(object target, MethodInfo method, object?[] arguments)
    {
        object? Proceed() => method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        Rewrite(method, arguments);
        bool asksTheDisk = target is IFileSystemInfo && method.Name is "get_Exists" or "get_Length";
        if ((method.IsSpecialName && !asksTheDisk) || target is IFileSystem or IFileInfoFactory or IDirectoryInfoFactory)
        {
            return Wrapped(method.ReturnType, Proceed());
        }

        string path = (target as IFileSystemInfo)?.FullName ?? arguments.OfType<string>().FirstOrDefault() ?? "";
        var call = new FileCall(asksTheDisk ? method.Name[4..] : method.Name, path, arguments);
        if (!typeof(Task).IsAssignableFrom(method.ReturnType))
        {
            return Wrapped(method.ReturnType, Pass(call, Proceed));
        }

        return method.ReturnType.IsGenericType
            ? PassTask.MakeGenericMethod(method.ReturnType.GetGenericArguments())
                .Invoke(this, BindingFlags.DoNotWrapExceptions, null, [call, (Func<object?>)Proceed], null)
            : PassAsync(call, async () =>
            {
                await ((Task)Proceed()!).ConfigureAwait(false);
                return true;
            }).AsTask();
    }

    private void Rewrite(MethodInfo method, object?[] arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is string path && FileCall.IsPath(parameters[i].Name!))
            {
                arguments[i] = Meant(path);
            }
        }
    }

    private Task<T> PassTaskAsync<T>(FileCall call, Func<object?> proceed) =>
        PassAsync(call, () => new ValueTask<T>((Task<T>)proceed()!)).AsTask();

    private object? Wrapped(Type type, object? found) => found switch
    {
        IFileSystem files when type == typeof(IFileSystem) => Proxy.Of(files, this),
        IFile files => Proxy.Of(files, this),
        IDirectory directories => Proxy.Of(directories, this),
        IFileStreamFactory streams => Proxy.Of(streams, this),
        IFileInfoFactory infos => Proxy.Of(infos, this),
        IDirectoryInfoFactory infos => Proxy.Of(infos, this),
        IFileInfo info => Proxy.Of(info, this),
        IDirectoryInfo info => Proxy.Of(info, this),
        _ => found,
    };

#pragma warning disable MA0053, CA1852 // What is made at run time derives from it.
    private class Proxy : DispatchProxy
#pragma warning restore MA0053, CA1852
    {
        private object? _target;
        private FileTap? _tap;

        public static T Of<T>(T target, FileTap tap)
            where T : class
        {
            T made = Create<T, Proxy>();
            var proxy = (Proxy)(object)made;
            (proxy._target, proxy._tap) = (target, tap);
            return made;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _tap!.Invoke(_target!, targetMethod!, args ?? []);
    }
}

/// <summary>Sends each call through a stage.</summary>
internal sealed class StageTap(HookCalls calls) : FileTap
{
    protected override object? Pass(FileCall call, Func<object?> proceed) => calls.Run(call.Operation, call.FileName, proceed);

    protected override ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed) =>
        calls.RunAsync(call.Operation, call.FileName, proceed);
}
