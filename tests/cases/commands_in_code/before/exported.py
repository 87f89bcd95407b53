#!/usr/bin/env python
# coding: utf-8

# In[1]:


get_ipython().system("pip install -q old-tools")
get_ipython().run_line_magic('pip', 'install old_tools pandas')
get_ipython().run_line_magic('run', '-m old_tools.frames')
get_ipython().run_line_magic('timeit', 'old-run')


# In[2]:


from old_tools.frames import table
lines = get_ipython().getoutput('old-run --all | head')
