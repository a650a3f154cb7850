param($Module)
Import-Module $Module
