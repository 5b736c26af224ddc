namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>Traverses the elements of a document in painting order and records their outlines.</summary>
internal sealed class SvgRenderer
{
    // The browsers' default size for a picture without one.
    private static readonly SvgViewport DefaultSize = new(0, 0, 300, 150);

    private readonly DrawingFile _file;
    private readonly SvgTree _tree;
    private readonly bool _keepsBackground;
    private readonly Outline _outline;
    private SvgUnread _unread;
    private Affine _paper;
    private bool _hasRectangle;
    private long _drawn;
    private long _repeated;

    private SvgRenderer(DrawingFile file, SvgTree tree, bool keepsBackground)
    {
        _file = file;
        _tree = tree;
        _keepsBackground = keepsBackground;
        _outline = new Outline(file.Path, file.Limits.Points);
    }

    /// <summary>
    /// The outlines of everything that is painted. The document's first rectangle is the background, and is not drawn, if it is filled
    /// without a stroke and covers the picture before anything else is painted; but it is drawn if there is nothing else.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="tree">Its elements.</param>
    /// <param name="unread">What of it is not read.</param>
    /// <exception cref="InputException">There are too many points, nested uses exceed the limits, or numbers are not finite.</exception>
    public static Outline Render(DrawingFile file, SvgTree tree, out SvgUnread unread)
    {
        Outline outline = Render(file, tree, keepsBackground: false, out unread);
        return outline.IsEmpty ? Render(file, tree, keepsBackground: true, out unread) : outline;
    }

    private static Outline Render(DrawingFile file, SvgTree tree, bool keepsBackground, out SvgUnread unread)
    {
        SvgRenderer renderer = new(file, tree, keepsBackground);
        renderer.Draw(tree.Root, new Context(Affine.Identity, DefaultSize, SvgStyle.Initial, 0, IsUsed: false));
        unread = renderer._unread | tree.Unread;
        return renderer._outline;
    }

    private void Draw(SvgElement element, in Context around)
    {
        Count(element, around);
        if (StyleOf(element, around) is not { } style)
            return;
        Context here = around with { Style = style, Depth = around.Depth + 1 };
        if (element.Tag != SvgTag.Svg)
            here = here with { Matrix = here.Matrix * SvgTransform.Of(element) };
        if (here.Matrix.IsFlat)
            return;
        element.IsOpen = true;
        switch (element.Tag)
        {
            case SvgTag.Group:
                DrawChildren(element, here);
                break;
            case SvgTag.Switch:
                if (ChosenOf(element) is { } chosen)
                    Draw(chosen, here);
                break;
            case SvgTag.Svg:
                DrawViewport(element, here, element["width"], element["height"]);
                break;
            case SvgTag.Use:
                DrawUse(element, here);
                break;
            case SvgTag.Definition or SvgTag.Symbol:
                break;
            default:
                DrawShape(element, here);
                break;
        }

        element.IsOpen = false;
    }

    private SvgStyle? StyleOf(SvgElement element, in Context around)
    {
        SvgStyle? style = around.Style.Of(element, _tree.Sheet.DeclarationsOf(element, _file.Path), out SvgUnread unread);
        _unread |= style is null || element.Tag is SvgTag.Definition or SvgTag.Symbol ? SvgUnread.None : unread;
        return style;
    }

    private void DrawChildren(SvgElement element, in Context here)
    {
        foreach (SvgElement child in element.Children)
            Draw(child, here);
    }

    // The first child without conditions or in English; if there is none, the first child.
    private static SvgElement? ChosenOf(SvgElement element) =>
        element.Children.Find(child => string.IsNullOrEmpty(child["requiredExtensions"])
        && (child["systemLanguage"] is not { } languages || languages.Split(',').Any(IsEnglish))) ?? element.Children.FirstOrDefault();

    private static bool IsEnglish(string language) => language.Trim().Split('-')[0].Equals("en", StringComparison.OrdinalIgnoreCase);

    private void DrawShape(SvgElement element, in Context here)
    {
        bool isFirstRectangle = element.Tag == SvgTag.Rectangle && !_hasRectangle;
        _hasRectangle |= isFirstRectangle;
        if (!here.Style.IsVisible || !(here.Style.IsFilled || here.Style.IsStroked)
            || (isFirstRectangle && !_keepsBackground && !here.Style.IsStroked && IsBackground(element, here)))
            return;
        _outline.Matrix = here.Matrix;
        SvgShapes.Draw(element, here.Viewport, _outline);
    }

    private bool IsBackground(SvgElement element, in Context here)
    {
        SvgViewport paper = here.Viewport;
        if (!_outline.IsEmpty || here.Matrix != _paper)
            return false;
        (double x, double y, double width, double height) = SvgShapes.BoxOf(element, paper);
        return x <= paper.X && y <= paper.Y && x + width >= paper.X + paper.Width && y + height >= paper.Y + paper.Height;
    }

    /// <summary>Draws what is inside an svg or symbol element. Content outside its viewport is not clipped.</summary>
    private void DrawViewport(SvgElement element, in Context here, string? widthText, string? heightText)
    {
        bool isRoot = ReferenceEquals(element, _tree.Root);
        SvgViewport? box = SvgViewport.ParseBox(element["viewBox"]);

        // Percentages of the root's size refer to a window, which does not exist here; the content's size is used instead.
        SvgViewport whole = isRoot && box is { Width: > 0, Height: > 0 } own ? own : here.Viewport;
        double width = SvgLength.Parse(widthText, whole.Width) is { } w && w >= 0 ? w : whole.Width;
        double height = SvgLength.Parse(heightText, whole.Height) is { } h && h >= 0 ? h : whole.Height;
        double x = isRoot ? 0 : SvgLength.Parse(element["x"], whole.Width) ?? 0;
        double y = isRoot ? 0 : SvgLength.Parse(element["y"], whole.Height) ?? 0;
        SvgViewport content = box ?? new SvgViewport(0, 0, width, height);
        if (width == 0 || height == 0 || content.Width == 0 || content.Height == 0)
            return;
        Affine matrix = element.Tag == SvgTag.Svg ? SvgTransform.Of(element) : Affine.Identity;
        matrix = here.Matrix * matrix * content.FitInto(new SvgViewport(x, y, width, height), element["preserveAspectRatio"]);
        if (isRoot)
            _paper = matrix;
        if (!matrix.IsFlat)
            DrawChildren(element, here with { Matrix = matrix, Viewport = content });
    }

    /// <summary>
    /// Draws another element of the document. Elements of other documents are never fetched, and a use inside its own target is ignored.
    /// </summary>
    private void DrawUse(SvgElement use, in Context around)
    {
        if (use["href"]?.Trim() is not ['#', .. string id] || _tree.Find(id) is not { IsOpen: false } target)
            return;
        double x = SvgLength.Parse(use["x"], around.Viewport.Width) ?? 0, y = SvgLength.Parse(use["y"], around.Viewport.Height) ?? 0;
        Context here = around with { Matrix = around.Matrix * Affine.Translation(x, y), IsUsed = true };
        if (target.Tag is not (SvgTag.Symbol or SvgTag.Svg))
        {
            Draw(target, here);
            return;
        }

        Count(target, here);
        if (StyleOf(target, here) is not { } style)
            return;
        if (target.Tag == SvgTag.Symbol)
            here = here with { Matrix = here.Matrix * SvgTransform.Of(target) };
        target.IsOpen = true;
        DrawViewport(
            target, here with { Style = style, Depth = here.Depth + 1 }, use["width"] ?? target["width"],
            use["height"] ?? target["height"]);
        target.IsOpen = false;
    }

    /// <summary>Nested uses multiply: they must not nest too deeply, nor expand to more than the limit of a document.</summary>
    private void Count(SvgElement element, in Context around)
    {
        DrawingLimits limits = _file.Limits;
        _repeated += around.IsUsed ? element.Characters : 0;
        if (around.Depth > limits.Depth)
            throw new InputException(_file.Path, "", $"at most {limits.Depth} elements inside each other, uses included", "more");
        if (++_drawn > limits.Points || _repeated > limits.DocumentBytes)
        {
            throw new InputException(_file.Path, "", $"at most {limits.Points} elements and {limits.DocumentBytes} characters with uses "
                + "followed",
                "more", "uses of uses multiply it");
        }
    }

    /// <summary>The context of an element.</summary>
    /// <param name="Matrix">Maps its units to drawing units.</param>
    /// <param name="Viewport">The nearest viewport, in its own units.</param>
    /// <param name="Style">The style it inherits.</param>
    /// <param name="Depth">The number of elements around it.</param>
    /// <param name="IsUsed">Whether it is drawn because of a use.</param>
    private readonly record struct Context(
        Affine Matrix, SvgViewport Viewport, SvgStyle Style, int Depth, bool IsUsed);
}
